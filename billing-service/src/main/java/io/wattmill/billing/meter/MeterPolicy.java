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

    /**
     * The rules for a report since which more time may have passed than lies between the instants
     * of the books.
     */
    public MeterPolicy and(long slackUs) {
        return new MeterPolicy(device.and(slackUs), host.and(slackUs), windowUs, patienceUs);
    }

    /** What is plausible for a source. */
    Plausibility of(SourceKey source) {
        return source.host() ? host : device;
    }
}
