// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Lesson;
import io.wattmill.router.placement.Slo;

/**
 * How many answers of others one prompt may be expected to break. Each breaks less than was
 * expected, or more, by what traffic is like; so it is steered by what happens to the pace of
 * answers of which it was predicted that they keep it: each miss takes a part of it away, each hit
 * gives a little back, so that about 4 in 1,000 miss (Robbins and Monro, as {@link Margin}). Steps
 * are on the logarithm, since the bounds are twenty times apart, and small, since misses come in
 * bursts. Answers of a few tokens count, since they break first. Not thread-safe.
 */
final class Harm {
    private static final double FIRST = 0.03;
    private static final double LEAST = 0.01;
    private static final double MOST = 0.2;
    private static final double MISSES = 0.004;
    private static final double STEP = 0.1;
    private static final double NANOS_PER_MICRO = 1e3;

    private double most = FIRST;

    /** A request to which this was promised did so. */
    void learn(Slo promised, Lesson lesson) {
        double promisedUs = promised.tpotNanos() / NANOS_PER_MICRO;
        if (isPace(lesson) && lesson.predictedUs() <= promisedUs) {
            int missed = lesson.actualUs() > promisedUs ? 1 : 0;
            most = Math.clamp(most * Math.exp(STEP * (MISSES - missed)), LEAST, MOST);
        }
    }

    private static boolean isPace(Lesson lesson) {
        return lesson.what().equals("tpot") || lesson.what().equals(Lesson.BRIEF);
    }

    /** Answers, from 0.01 to 0.2. */
    double most() {
        return most;
    }
}
