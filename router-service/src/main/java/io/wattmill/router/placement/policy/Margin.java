// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Lesson;
import io.wattmill.router.placement.Slo;

/**
 * How much of the slack between what an unloaded engine takes and what was promised predictions may
 * use up. Steered by what happens to requests of which it was predicted that they meet the promise:
 * each miss takes some away, each hit gives a little back, so that about 2 in 1,000 miss (the step
 * of Robbins and Monro: A stochastic approximation method, 1951). A margin on the slack, since one
 * on the prediction would make long prompts impossible everywhere. Its steps are small: misses come
 * in bursts of prompts, and a margin that shrinks in each of them wastes the calm between. Not
 * thread-safe.
 */
final class Margin {
    private static final double FIRST_TTFT = 0.9;
    private static final double FIRST_TPOT = 0.81;
    private static final double MOST_TTFT = 1;
    private static final double MOST_TPOT = 0.9;
    private static final double LEAST = 0.2;
    private static final double MISSES = 0.002;
    private static final double STEP = 0.005;
    private static final double NANOS_PER_MICRO = 1e3;

    private double ttft = FIRST_TTFT;
    private double tpot = FIRST_TPOT;

    /** A request to which this was promised did so. */
    void learn(Slo promised, Lesson lesson) {
        if (lesson.what().equals("ttft")) {
            ttft = steered(ttft, promised.ttftNanos() / NANOS_PER_MICRO, MOST_TTFT, lesson);
        } else if (lesson.what().equals("tpot")) {
            tpot = steered(tpot, promised.tpotNanos() / NANOS_PER_MICRO, MOST_TPOT, lesson);
        }
    }

    private static double steered(double share, double promisedUs, double most, Lesson lesson) {
        if (lesson.predictedUs() > promisedUs) {
            return share;
        }
        int missed = lesson.actualUs() > promisedUs ? 1 : 0;
        return Math.clamp(share + STEP * (MISSES - missed), LEAST, most);
    }

    /** Share of the slack before the first token, from 0.2 to 1. */
    double ttft() {
        return ttft;
    }

    /** Share of the slack between tokens, from 0.2 to 0.9. */
    double tpot() {
        return tpot;
    }
}
