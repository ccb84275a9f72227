// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * By how much the p90 of what comes is above the mean that was predicted, as a factor. Steered by
 * how often it was not enough, so that 9 of 10 stay below it (the step of Robbins and Monro: A
 * stochastic approximation method, 1951, on the logarithm): only whether an observation was above
 * counts, not how far, so that no outlier and no liar moves it by more than one step. Not
 * thread-safe.
 */
final class Quantile {
    private static final double LEVEL = 0.9;
    private static final double FIRST_STEP = 0.2;
    private static final double LEAST_STEP = 0.02;

    private final double least;
    private final double largest;
    private long seen;
    private double log;
    private double factor;

    /**
     * @param first factor before anything was seen
     * @param least that it may become
     * @param largest that it may become
     */
    Quantile(double first, double least, double largest) {
        this.log = Math.log(first);
        this.factor = first;
        this.least = Math.log(least);
        this.largest = Math.log(largest);
    }

    /** What came, and whether it was above what was to be its p90. */
    void observed(boolean above) {
        double step = Math.max(LEAST_STEP, FIRST_STEP / Math.sqrt(++seen));
        log = Math.clamp(log + step * (above ? LEVEL : LEVEL - 1), least, largest);
        factor = Math.exp(log);
    }

    double factor() {
        return factor;
    }
}
