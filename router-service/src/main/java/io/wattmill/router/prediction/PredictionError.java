// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * How far predictions of one quantity are from what comes: exponentially weighted over about the
 * last hundred, as logarithms of actual over predicted, each at most {@code LARGEST}: one absurd
 * observation moves the bias by at most 1.4 % once there are many. Not thread-safe.
 */
public final class PredictionError {
    private static final double RATE = 0.01;
    private static final double LARGEST = Math.log(4);

    /** Fewer observations say nothing. */
    private static final int FEW = 8;

    private long seen;
    private double mean;
    private double spread;
    private double below;

    /**
     * A prediction met what came; units as the caller likes, all the same.
     *
     * @param p90 that 9 of 10 were to stay below
     */
    public void observed(long predicted, long p90, long actual) {
        if (predicted > 0 && actual > 0) {
            double rate = Math.max(RATE, 1.0 / ++seen);
            double ratio = Math.log((double) actual / predicted);
            double bounded = Math.clamp(ratio, -LARGEST, LARGEST);
            mean += rate * (bounded - mean);
            spread += rate * (Math.abs(bounded) - spread);
            below += rate * ((actual <= p90 ? 1 : 0) - below);
        }
    }

    /** How many were compared. */
    public long seen() {
        return seen;
    }

    /** Whether enough were compared to speak of the others. */
    public boolean isTelling() {
        return seen >= FEW;
    }

    /** Actual over predicted, the geometric mean, within 1/4 and 4; 1 when nothing is known. */
    public double bias() {
        return Math.exp(mean);
    }

    /** Typical distance, as a share of the predicted: 0.1 = off by 10 %; at most 3. */
    public double relative() {
        return Math.expm1(spread);
    }

    /** Share of what came that stayed below its predicted p90, 0 to 1. */
    public double belowP90() {
        return below;
    }
}
