// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * Mean and p90 of the output of requests that are alike, from those that ended. Forgets slowly: the
 * mean weighs the last hundred or so, the p90 moves by a share of itself with each (the step of
 * Robbins and Monro: A stochastic approximation method, 1951, on the logarithm). Once a few are
 * known, one output counts for at most {@code LARGEST} times the mean. Not thread-safe.
 */
final class LengthEstimate {
    private static final double RATE = 0.02;
    private static final double QUANTILE = 0.9;
    private static final double FIRST_STEP = 0.5;
    private static final double LEAST_STEP = 0.05;
    private static final double LARGEST = 8;

    /** Fewer say nothing. */
    private static final int FEW = 8;

    private static final double LONGEST = Integer.MAX_VALUE;

    private long seen;
    private double mean;
    private double logP90;

    /** An output of so many tokens, at least 1. */
    void observed(long tokens) {
        seen++;
        double bound = seen > FEW ? LARGEST * mean : LONGEST;
        double sample = Math.clamp(tokens, 1, Math.max(1, bound));
        mean += Math.max(RATE, 1.0 / seen) * (sample - mean);
        double step = Math.max(LEAST_STEP, FIRST_STEP / Math.sqrt(seen));
        double gap = Math.log(sample) > logP90 ? QUANTILE : QUANTILE - 1;
        logP90 =
                seen == 1
                        ? Math.log(sample)
                        : Math.clamp(logP90 + step * gap, 0, Math.log(LONGEST));
    }

    boolean isTelling() {
        return seen >= FEW;
    }

    /** Tokens, at least 1. */
    long mean() {
        return Math.max(1, Math.round(mean));
    }

    /** Tokens that 9 of 10 stay below; not less than the mean. */
    long p90() {
        return Math.max(mean(), Math.round(Math.exp(logP90)));
    }
}
