// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The straight line that fits a course of power best (least squares).
 *
 * @param watts on the line at the newest reading
 * @param wattsPerSecond its slope
 * @param fit share of the course's variance that the line explains, 0 to 1
 */
record PowerTrend(double watts, double wattsPerSecond, double fit) {

    private static final int MIN_READINGS = 10;
    private static final long MIN_SPAN_US = 15_000_000;

    /** A line that explains less of the course than this says nothing of where it goes. */
    private static final double MIN_FIT = 0.5;

    private static final double MAX_SECONDS = 3_600;

    /**
     * Power at a moment.
     *
     * @param atUs epoch microseconds
     */
    record Reading(long atUs, double watts) {}

    /** The trend of readings, oldest first; empty while they are too few or too short a time. */
    static Optional<PowerTrend> of(List<Reading> readings) {
        boolean enough =
                readings.size() >= MIN_READINGS
                        && readings.getLast().atUs() - readings.getFirst().atUs() >= MIN_SPAN_US;
        return enough ? Optional.of(fitted(readings)) : Optional.empty();
    }

    /** Seconds before the newest reading are negative, so that the line's constant is now. */
    private static PowerTrend fitted(List<Reading> readings) {
        long nowUs = readings.getLast().atUs();
        int n = readings.size();
        double meanS = readings.stream().mapToDouble(r -> seconds(r, nowUs)).sum() / n;
        double meanW = readings.stream().mapToDouble(Reading::watts).sum() / n;
        double ss = 0;
        double sw = 0;
        double ww = 0;
        for (Reading reading : readings) {
            double s = seconds(reading, nowUs) - meanS;
            double w = reading.watts() - meanW;
            ss += s * s;
            sw += s * w;
            ww += w * w;
        }
        double slope = sw / ss;
        return new PowerTrend(meanW - slope * meanS, slope, ww == 0 ? 0 : slope * sw / ww);
    }

    private static double seconds(Reading reading, long nowUs) {
        return (reading.atUs() - nowUs) / 1e6;
    }

    /**
     * Seconds until the line meets the budget: 0 when it has; empty when power does not clearly
     * rise, or takes more than an hour at this pace.
     */
    Optional<BigDecimal> secondsTo(double budgetWatts) {
        if (watts >= budgetWatts) {
            return Optional.of(BigDecimal.ZERO);
        }
        double seconds = (budgetWatts - watts) / wattsPerSecond;
        boolean clear = wattsPerSecond > 0 && fit >= MIN_FIT && seconds <= MAX_SECONDS;
        return clear ? Optional.of(BigDecimal.valueOf(Math.round(seconds))) : Optional.empty();
    }
}
