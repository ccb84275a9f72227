// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.weather;

import io.wattmill.router.engine.Provenance;

/**
 * A climate in four numbers, for a site without a series: two sine waves around a mean. It has no
 * heat waves: the hottest hour of a real year lies some kelvins above this one's, so what is made
 * from it is {@link Provenance#ASSUMED}.
 *
 * @param meanC mean of the year, -60 to 60
 * @param yearlySwingK how far the mean of the hottest day lies above that of the year, 0 to 40
 * @param dailySwingK how far the hottest hour of a day lies above its mean, 0 to 30
 * @param humidityPercent relative humidity at the day's mean temperature, 1 to 100
 * @param southern whether July is the cold month
 */
public record Climate(
        double meanC,
        double yearlySwingK,
        double dailySwingK,
        double humidityPercent,
        boolean southern) {
    private static final int COLDEST_DAY = 15;
    private static final int COLDEST_HOUR = 3;
    private static final double HALF_YEAR = PlanningYear.DAYS / 2.0;

    /**
     * The 8,760 hours, made anew: whoever asks often keeps them. Vapour stays the same over a day:
     * the afternoon is drier than the night.
     */
    public WeatherYear weather() {
        double[] dry = new double[PlanningYear.HOURS];
        double[] wet = new double[PlanningYear.HOURS];
        for (int hour = 0; hour < PlanningYear.HOURS; hour++) {
            double ofDay = dayMeanC(hour / PlanningYear.HOURS_PER_DAY);
            dry[hour] = ofDay - wave(dailySwingK, hour - COLDEST_HOUR, PlanningYear.HOURS_PER_DAY);
            wet[hour] = Psychrometrics.wetBulbC(dry[hour], humidityAt(dry[hour], ofDay));
        }
        return new WeatherYear(series(dry), series(wet));
    }

    private double dayMeanC(int day) {
        double coldest = southern ? COLDEST_DAY + HALF_YEAR : COLDEST_DAY;
        return meanC - wave(yearlySwingK, day - coldest, PlanningYear.DAYS);
    }

    private static double wave(double swing, double since, double period) {
        return swing * Math.cos(2 * Math.PI * since / period);
    }

    private double humidityAt(double dryC, double dayMeanC) {
        double vapour = humidityPercent * Psychrometrics.saturationHpa(dayMeanC);
        return Math.min(100, vapour / Psychrometrics.saturationHpa(dryC));
    }

    private static HourSeries series(double[] values) {
        return HourSeries.of(values, Provenance.ASSUMED, "climate of the plan as sine waves");
    }
}
