// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.concurrent.TimeUnit;

/**
 * When an engine is taken out for what requests have seen of it, and how it comes back.
 *
 * @param failuresInRow so many failed requests in a row eject it
 * @param errorShare so large a share of failed requests does, weighted towards the last ones
 * @param latencyRatio first tokens so many times later, against what was modelled, than the median
 *     of its kind do
 * @param ejectNanos how long for the first time; twice as long each further time
 * @param mostEjectNanos never longer; quiet for as long, it begins again at the first
 * @param mostEjectedShare of the engines of a kind, no more are out at once
 * @param slowStartNanos an engine that comes to a fleet at work gets its full share after this
 */
public record OutlierRules(
        int failuresInRow,
        double errorShare,
        double latencyRatio,
        long ejectNanos,
        long mostEjectNanos,
        double mostEjectedShare,
        long slowStartNanos) {
    /** What the configuration has as defaults. */
    public static final OutlierRules DEFAULTS =
            new OutlierRules(
                    5,
                    0.5,
                    4,
                    TimeUnit.SECONDS.toNanos(5),
                    TimeUnit.MINUTES.toNanos(5),
                    0.5,
                    TimeUnit.SECONDS.toNanos(30));

    /** How long the n-th ejection lasts, n from 1. */
    long ejectNanos(int times) {
        return Math.min(mostEjectNanos, ejectNanos << Math.min(times - 1, 20));
    }
}
