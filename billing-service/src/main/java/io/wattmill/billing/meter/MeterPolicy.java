// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

/**
 * The rules of metering.
 *
 * @param windowUs shortest window, microseconds
 * @param patienceUs how long a window waits for a device that its engine lists and that sends
 *     nothing
 */
public record MeterPolicy(Plausibility device, Plausibility host, long windowUs, long patienceUs) {

    /** What is plausible for a source. */
    Plausibility of(SourceKey source) {
        return source.host() ? host : device;
    }
}
