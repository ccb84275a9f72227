// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.weather;

import io.wattmill.router.engine.Provenance;

import java.util.List;
import java.util.stream.Stream;

/**
 * The air outside, hour by hour.
 *
 * @param dryBulbC temperature
 * @param wetBulbC temperature down to which evaporation cools it, at most the dry bulb
 */
public record WeatherYear(HourSeries dryBulbC, HourSeries wetBulbC) {

    /** Refuses a wet bulb above the dry one; whoever reads hours says so first, and where. */
    public WeatherYear {
        for (int hour = 0; hour < PlanningYear.HOURS; hour++) {
            if (!Psychrometrics.possible(dryBulbC.at(hour), wetBulbC.at(hour))) {
                throw new IllegalArgumentException("wet bulb above dry bulb in hour " + hour);
            }
        }
    }

    /** WeatherYear of a site that knows its humidity, in percent, and not its wet bulb. */
    public static WeatherYear ofHumidity(HourSeries dryBulbC, HourSeries humidityPercent) {
        double[] wet = new double[PlanningYear.HOURS];
        for (int hour = 0; hour < wet.length; hour++) {
            wet[hour] = Psychrometrics.wetBulbC(dryBulbC.at(hour), humidityPercent.at(hour));
        }
        String source = humidityPercent.source() + ", by Stull 2011";
        Provenance how =
                dryBulbC.provenance().and(humidityPercent.provenance()).and(Provenance.DERIVED);
        return new WeatherYear(dryBulbC, HourSeries.of(wet, how, source));
    }

    /** The same year, so much warmer (or colder) in every hour, both bulbs. */
    public WeatherYear warmer(double kelvin) {
        return kelvin == 0
                ? this
                : new WeatherYear(dryBulbC.map(c -> c + kelvin), wetBulbC.map(c -> c + kelvin));
    }

    /**
     * Hours that are the hardest for a plant: that of the highest wet bulb for towers, that of the
     * highest dry bulb for dry coolers, the first of each; one, where they are the same.
     */
    public List<Integer> hottestHours() {
        return Stream.of(hottest(wetBulbC), hottest(dryBulbC)).distinct().toList();
    }

    private static int hottest(HourSeries series) {
        int hottest = 0;
        for (int hour = 1; hour < PlanningYear.HOURS; hour++) {
            hottest = series.at(hour) > series.at(hottest) ? hour : hottest;
        }
        return hottest;
    }

    /** How the two are known, the less trustworthy of them. */
    public Provenance provenance() {
        return dryBulbC.provenance().and(wetBulbC.provenance());
    }
}
