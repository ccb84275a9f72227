// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * A factor on the model's times that several engines of one kind have in common: the average of
 * what was observed on any of them, quick at first. Within 1/4 and 4. Not thread-safe.
 */
final class SharedFactor {
    private static final double SLOWEST = Math.log(4);
    private static final double LARGEST_STEP = Math.log(2);
    private static final double RATE = 0.1;

    private final boolean learns;
    private long seen;
    private double log;
    private double value = 1;

    /**
     * @param learns false for one that stays 1
     */
    SharedFactor(boolean learns) {
        this.learns = learns;
    }

    /** An engine did by so much other than its model said: the logarithm of the ratio. */
    void observed(double ratioLog) {
        if (learns) {
            double rate = Math.max(RATE, 1 / (seen++ + 2.0));
            double step = Math.clamp(ratioLog - log, -LARGEST_STEP, LARGEST_STEP);
            log = Math.clamp(log + rate * step, -SLOWEST, SLOWEST);
            value = Math.exp(log);
        }
    }

    double log() {
        return log;
    }

    double value() {
        return value;
    }
}
