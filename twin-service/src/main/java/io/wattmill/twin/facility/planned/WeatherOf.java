// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.plan.site.Site;
import io.wattmill.twin.plan.site.Weather;
import io.wattmill.twin.weather.Climate;
import io.wattmill.twin.weather.HourSeries;
import io.wattmill.twin.weather.WeatherYear;

import java.util.List;

/** The hours of a site's weather, as a building and the rules about it have them. */
public final class WeatherOf {
    private static final double HUMIDITY_PERCENT = 70;

    private WeatherOf() {}

    /** Hours of the site; its weather file, if it has one, has been read before. */
    public static WeatherYear of(Site site) {
        return switch (site.weather()) {
            case Weather.Climate climate ->
                    new Climate(
                                    climate.meanC().value(),
                                    climate.yearlySwingK().value(),
                                    climate.dailySwingK().value(),
                                    climate.humidityPercent().value(),
                                    site.latitudeDeg().value() < 0)
                            .weather();
            case Weather.Hours hours -> of(hours);
            case Weather.File file ->
                    throw new IllegalArgumentException(file.path() + " was not read");
        };
    }

    private static WeatherYear of(Weather.Hours hours) {
        HourSeries dry = series(hours.dryBulbC());
        if (!hours.wetBulbC().isEmpty()) {
            return new WeatherYear(dry, series(hours.wetBulbC()));
        }
        return WeatherYear.ofHumidity(
                dry,
                hours.humidityPercent().isEmpty()
                        ? HourSeries.constant(
                                HUMIDITY_PERCENT, Provenance.ASSUMED, "humidity not given")
                        : series(hours.humidityPercent()));
    }

    private static HourSeries series(List<Double> values) {
        return HourSeries.of(
                values.stream().mapToDouble(Double::doubleValue).toArray(),
                Provenance.CLAIMED,
                "weather of the plan");
    }
}
