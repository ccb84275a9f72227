// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.facility.planned.WeatherOf;
import io.wattmill.twin.plan.cooling.HeatRejector;
import io.wattmill.twin.plan.cooling.HeatRejector.Kind;
import io.wattmill.twin.plan.site.Site;
import io.wattmill.twin.plan.site.Weather;
import io.wattmill.twin.weather.HourSeries;
import io.wattmill.twin.weather.PlanningYear;
import io.wattmill.twin.weather.WeatherYear;

import java.util.Optional;

/**
 * The air outside as the plan tells it.
 *
 * @param weather the year
 * @param hottestDryC highest dry bulb of the year
 * @param hottestWetC highest wet bulb of the year
 * @param heatWaveK by how much a heat wave is above the hottest hour: 0 where hours are given, for
 *     they hold their heat waves
 */
record Outside(WeatherYear weather, double heatWaveK, double hottestDryC, double hottestWetC) {
    /** The 20-year extreme lies some 5 K above a mean year's hottest: ASHRAE design conditions. */
    private static final double HEAT_WAVE_K = 5;

    /** Empty where the plan names a file that nobody has read. */
    static Optional<Outside> of(Site site) {
        return switch (site.weather()) {
            case Weather.Climate _ -> Optional.of(of(WeatherOf.of(site), HEAT_WAVE_K));
            case Weather.Hours _ -> Optional.of(of(WeatherOf.of(site), 0));
            case Weather.File _ -> Optional.empty();
        };
    }

    private static Outside of(WeatherYear year, double heatWaveK) {
        return new Outside(year, heatWaveK, year.dryBulbC().max(), year.wetBulbC().max());
    }

    /** What a rejector's water is at the hottest hour of the year, its approach included. */
    double hottestC(HeatRejector rejector) {
        double bulb =
                switch (rejector.kind()) {
                    case DRY_COOLER -> hottestDryC;
                    case TOWER -> hottestWetC;
                };
        return bulb + rejector.approachK().value();
    }

    /** Hours of the year in which water from this rejector is warmer than that. */
    long hoursAbove(HeatRejector rejector, double celsius) {
        var bulb = bulb(rejector.kind());
        long hours = 0;
        for (int hour = 0; hour < PlanningYear.HOURS; hour++) {
            hours += bulb.at(hour) + rejector.approachK().value() > celsius ? 1 : 0;
        }
        return hours;
    }

    private HourSeries bulb(Kind kind) {
        return switch (kind) {
            case DRY_COOLER -> weather.dryBulbC();
            case TOWER -> weather.wetBulbC();
        };
    }
}
