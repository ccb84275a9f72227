// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import java.time.Duration;

/**
 * Waits before attempts: doubling from {@code min} to {@code max}, shortened by lot so that a fleet
 * does not come back in step.
 *
 * @param jitterPercent the most that the lot takes off, percent
 */
record Backoff(Duration min, Duration max, int jitterPercent) {

    private static final int DOUBLINGS_MAX = 30;
    private static final double PERCENT = 100.0;

    /**
     * Milliseconds before an attempt, at least 1.
     *
     * @param failures attempts that failed in a row before it
     * @param unit a draw from [0, 1)
     */
    long waitMillis(int failures, double unit) {
        long doubled = min.toMillis() << Math.min(failures, DOUBLINGS_MAX);
        long whole = Math.min(doubled, max.toMillis());
        return Math.max(1, Math.round(whole * (1 - unit * jitterPercent / PERCENT)));
    }
}
