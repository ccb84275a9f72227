// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * The share of its time that an engine spent on prompts lately: an exponentially weighted mean over
 * about two seconds, as long as answers of some tens of tokens live. Sequences that run get their
 * tokens in what is left of it, so a step takes them {@code 1 / (1 - share)} times as long. Not
 * thread-safe.
 */
final class PrefillDuty {
    private static final double WINDOW_NANOS = 2e9;
    private static final double LEAST_LEFT = 0.1;

    /** Up to here the exponential is a straight line, within 0.00005 of the share. */
    private static final long STRAIGHT_NANOS = 20_000_000;

    private double share;
    private long atNanos;

    /** A prompt came that takes so long to compute. */
    void placed(long prefillNanos, long nowNanos) {
        share = 1 - (1 - share(nowNanos)) * Math.exp(-prefillNanos / WINDOW_NANOS);
        atNanos = nowNanos;
    }

    /** From 0 to less than 1. Every prediction asks, so that the exponential is taken rarely. */
    double share(long nowNanos) {
        if (share == 0) {
            return 0;
        }
        if (nowNanos - atNanos > STRAIGHT_NANOS) {
            share *= Math.exp((atNanos - nowNanos) / WINDOW_NANOS);
            atNanos = nowNanos;
        }
        return share * (1 - (nowNanos - atNanos) / WINDOW_NANOS);
    }

    /** A step of running sequences, prompts between its like included. */
    long stretch(long stepNanos, long nowNanos) {
        return Math.round(stepNanos / Math.max(LEAST_LEFT, 1 - share(nowNanos)));
    }
}
