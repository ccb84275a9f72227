// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.serving;

import io.wattmill.twin.plan.given.Given;

import java.util.OptionalLong;

/**
 * A service level: so many requests in a hundred are at least this fast.
 *
 * @param percentile 50 to 99.9
 * @param ttftMs longest time to the first token
 * @param tpotMs longest mean time per token after it
 * @param e2eMs longest time to the last token; empty when the plan does not say
 */
public record Objective(
        Given<Double> percentile, Given<Long> ttftMs, Given<Long> tpotMs, OptionalLong e2eMs) {
    /** Of a plan that does not say. */
    public static final Given<Double> PERCENTILE = Given.assumed(90.0, "nine requests in ten");

    /** Of a plan that does not say. */
    public static final Given<Long> TTFT_MS = Given.assumed(2_000L, "conversation: 2 s");

    /** Of a plan that does not say. */
    public static final Given<Long> TPOT_MS =
            Given.assumed(50L, "conversation: 20 tokens a second, faster than one reads");

    /** An objective for conversation. */
    public static final Objective USUAL =
            new Objective(PERCENTILE, TTFT_MS, TPOT_MS, OptionalLong.empty());
}
