// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * A prediction and what came instead, microseconds.
 *
 * @param what {@code ttft}, {@code tpot}, {@link #BRIEF}, or {@code prefill}: of a prompt that
 *     another engine than the one that answers has computed
 */
public record Lesson(String what, long predictedUs, long actualUs) {
    /** Time per token of an answer of so few that it tells nothing of the engine's speed. */
    public static final String BRIEF = "tpot_brief";

    /** Actual over predicted. */
    public double ratio() {
        return (double) actualUs / Math.max(1, predictedUs);
    }
}
