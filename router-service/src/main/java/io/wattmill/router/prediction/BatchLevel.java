// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * The batch that an engine is used at, as a power of two that does not flicker: a moving mean of
 * the reports in which it ran something, followed only when it leaves the level's surroundings.
 */
public final class BatchLevel {
    private static final double RATE = 0.2;
    private static final double LOW = 0.7;
    private static final double HIGH = 2.2;

    private double mean;
    private int batch = 1;

    /** A report with this many running sequences. */
    public void seen(int running) {
        if (running > 0) {
            mean = mean == 0 ? running : mean + RATE * (running - mean);
            boolean left = mean < LOW * batch || mean > HIGH * batch;
            batch = left ? Math.max(1, Integer.highestOneBit((int) Math.round(mean))) : batch;
        }
    }

    /** The level: 1, 2, 4, ... */
    public int batch() {
        return batch;
    }
}
