// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * A prediction and what came instead, microseconds.
 *
 * @param what {@code ttft}, {@code tpot}, or {@code prefill}: of a prompt that another engine than
 *     the one that answers has computed
 */
public record Lesson(String what, long predictedUs, long actualUs) {
    /** Actual over predicted. */
    public double ratio() {
        return (double) actualUs / Math.max(1, predictedUs);
    }
}
