// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.site;

import io.wattmill.twin.plan.given.Given;

import java.util.List;

/** What a plan says of the weather: a climate in four figures, hours, or a file of hours. */
public sealed interface Weather {

    /**
     * A climate, of which hours are made as sinusoids.
     *
     * @param meanC mean dry bulb of the year, degrees Celsius
     * @param yearlySwingK by how much the mean of the warmest day is above it
     * @param dailySwingK by how much the warmest hour is above the mean of its day
     * @param humidityPercent mean relative humidity
     */
    record Climate(
            Given<Double> meanC,
            Given<Double> yearlySwingK,
            Given<Double> dailySwingK,
            Given<Double> humidityPercent)
            implements Weather {
        private static final String SOURCE = "a temperate climate: nobody said where";

        /** Of a plan that does not say. */
        public static final Climate ASSUMED =
                new Climate(
                        Given.assumed(11.0, SOURCE),
                        Given.assumed(10.0, SOURCE),
                        Given.assumed(5.0, SOURCE),
                        Given.assumed(72.0, SOURCE));
    }

    /**
     * Values by the hour: of a day, a week or a year, all lists equally long.
     *
     * @param dryBulbC degrees Celsius
     * @param wetBulbC likewise; empty when humidity is given
     * @param humidityPercent relative; empty when wet bulb is given
     */
    record Hours(List<Double> dryBulbC, List<Double> wetBulbC, List<Double> humidityPercent)
            implements Weather {
        /** Copies its lists. */
        public Hours {
            dryBulbC = List.copyOf(dryBulbC);
            wetBulbC = List.copyOf(wetBulbC);
            humidityPercent = List.copyOf(humidityPercent);
        }
    }

    /**
     * A CSV file of 8,760 hours with the columns dry_bulb_c and wet_bulb_c or humidity_percent; who
     * reads the plan file reads it too.
     *
     * @param path relative to the plan file
     */
    record File(String path) implements Weather {}
}
