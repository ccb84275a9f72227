// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * When something happens, as two clocks tell it.
 *
 * @param nanos monotonic: for durations and timeouts
 * @param epochUs microseconds of the epoch, UTC: for people
 */
public record Moment(long nanos, long epochUs) {

    /** The monotonic clock in microseconds. */
    long monotonicUs() {
        return nanos / 1_000;
    }
}
