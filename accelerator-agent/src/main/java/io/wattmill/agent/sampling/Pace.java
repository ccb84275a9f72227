// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import java.time.Duration;

/**
 * When to look again.
 *
 * @param period mean distance of two looks
 * @param jitterPercent width of the band around it, percent of the period
 */
public record Pace(Duration period, int jitterPercent) {

    private static final double PERCENT = 100.0;

    /**
     * Milliseconds to wait after a look that took {@code tookNanos}; at least 1.
     *
     * @param unit a draw from [0, 1)
     */
    public long waitMillis(long tookNanos, double unit) {
        double stray = 1 + (unit - 0.5) * jitterPercent / PERCENT;
        long wanted = Math.round(period.toNanos() * stray) - tookNanos;
        return Math.max(1, Duration.ofNanos(wanted).toMillis());
    }
}
