// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.prefix.PrefixLimits;

/**
 * Bounds and tastes of placement.
 *
 * @param recordedCandidates in a decision record: this many eligible and this many excluded ones
 * @param maxInFlight requests tracked at once; more are not placed
 * @param inFlightNanos work of which nothing is heard for longer is released
 * @param retryAfterMs told to a request that nobody can take now
 * @param seed of the chance between equals
 * @param prefix bounds of what is remembered of prompts
 * @param lengths bounds of what is remembered of answers
 * @param told bounds of what is remembered of engines' own word on their caches
 * @param pairs when two engines serve one request
 */
public record DispatchRules(
        int recordedCandidates,
        int maxInFlight,
        long inFlightNanos,
        long retryAfterMs,
        long seed,
        PrefixLimits prefix,
        LengthRules lengths,
        PrefixLimits told,
        PairRules pairs) {

    /**
     * What is remembered of answers.
     *
     * @param groups of requests whose answers are alike
     * @param expectedTokens of an answer of which nothing is known
     */
    public record LengthRules(int groups, long expectedTokens) {
        /** What the router's configuration has as defaults. */
        public static final LengthRules DEFAULT = new LengthRules(16_384, 256);
    }

    /** Rules that remember as much of prompts as engines do, and of answers, within reason. */
    public DispatchRules(
            int recordedCandidates,
            int maxInFlight,
            long inFlightNanos,
            long retryAfterMs,
            long seed) {
        this(
                recordedCandidates,
                maxInFlight,
                inFlightNanos,
                retryAfterMs,
                seed,
                PrefixLimits.DEFAULT,
                LengthRules.DEFAULT,
                PrefixLimits.DEFAULT,
                PairRules.DEFAULT);
    }
}
