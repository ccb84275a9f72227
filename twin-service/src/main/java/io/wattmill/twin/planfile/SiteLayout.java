// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.site.Site;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.plan.site.Weather;
import io.wattmill.twin.plan.site.Weather.Climate;
import io.wattmill.twin.weather.Psychrometrics;

import java.util.List;
import java.util.stream.IntStream;

/** The keys of a site and of its weather. */
final class SiteLayout {
    private static final Range LATITUDE = Range.real("degrees", -90, 90);
    private static final Range CELSIUS = Range.real("degrees Celsius", -60, 60);
    private static final Range SWING = Range.real("K", 0, 40);
    private static final Range HUMIDITY = Range.real("percent", 1, 100);
    private static final Range AVAILABILITY = Range.real("percent", 50, 99.99999);
    private static final Key CLIMATE = Key.may("climate", "Four figures, of which hours are made");
    private static final Key CSV =
            Key.may("csv", "File of 8,760 hours: dry_bulb_c and wet_bulb_c or humidity_percent");
    private static final Key DRY = Key.may("dry-bulb-c", "Values by the hour of a day or a year");
    private static final Key WET = Key.may("wet-bulb-c", "Likewise");
    private static final Key HUMID = Key.may("humidity-percent", "Likewise, instead of wet bulb");

    private SiteLayout() {}

    static Site site(Section in) {
        return new Site(
                in.id(Key.must("name", "Name of the site, as reports show it")),
                in.real(
                        Key.may("latitude-deg", "North positive; sets the season"),
                        LATITUDE,
                        Site.LATITUDE),
                Layouts.one(
                        in,
                        Key.may("weather", "A climate, hours, or a file of hours"),
                        SiteLayout::weather),
                in.choice(
                        Key.may("redundancy", "What the plan claims of power and cooling"),
                        new EnumWords<>(Redundancy.class),
                        Site.REDUNDANCY),
                in.realIfGiven(
                                Key.may("availability-percent", "Share of the year to serve"),
                                AVAILABILITY)
                        .map(percent -> percent / 100));
    }

    private static Weather weather(Section in) {
        var climate = Layouts.one(in, CLIMATE, SiteLayout::climate);
        var hours = new Weather.Hours(hours(in, DRY), hours(in, WET), humidity(in));
        var csv = in.text(CSV);
        long forms = List.of(CLIMATE, DRY, CSV).stream().filter(in::has).count();
        if (forms > 1) {
            in.problem("", "", "is given more than once", "give climate, dry-bulb-c or csv");
        }
        if (in.has(DRY)) {
            checkHours(in, hours);
            return hours;
        }
        return csv.isPresent() ? new Weather.File(csv.get()) : climate;
    }

    private static List<Double> hours(Section in, Key key) {
        return in.series(key, CELSIUS).stream().map(n -> n / Section.MILLION).toList();
    }

    private static List<Double> humidity(Section in) {
        return in.series(HUMID, HUMIDITY).stream().map(n -> n / Section.MILLION).toList();
    }

    private static void checkHours(Section in, Weather.Hours hours) {
        int dry = hours.dryBulbC().size();
        if (dry == 1) {
            in.problem(DRY.name(), "1 value", Hours.PROBLEM, Hours.fix(dry));
        }
        int wet = hours.wetBulbC().size() + hours.humidityPercent().size();
        if (wet != dry || in.has(WET) == in.has(HUMID)) {
            in.problem(
                    WET.name(),
                    wet + " values",
                    "does not go with dry-bulb-c",
                    "give " + dry + " of wet-bulb-c or of humidity-percent, not both");
        }
        if (hours.wetBulbC().size() == dry) {
            checkBulbs(in, hours);
        }
    }

    /** Names the first hour: where columns are the wrong way round all of them are wrong. */
    private static void checkBulbs(Section in, Weather.Hours hours) {
        List<Double> dry = hours.dryBulbC();
        List<Double> wet = hours.wetBulbC();
        IntStream.range(0, dry.size())
                .filter(hour -> !Psychrometrics.possible(dry.get(hour), wet.get(hour)))
                .limit(1)
                .forEach(
                        hour ->
                                in.problem(
                                        WET.name() + "[" + hour + "]",
                                        wet.get(hour) + " " + Hours.CELSIUS,
                                        Hours.TOO_WET,
                                        Hours.atMost(dry.get(hour))));
    }

    private static Climate climate(Section in) {
        var usual = Climate.ASSUMED;
        return new Climate(
                in.real(Key.may("mean-c", "Mean of the year"), CELSIUS, usual.meanC()),
                in.real(
                        Key.may("yearly-swing-k", "Warmest day above the mean"),
                        SWING,
                        usual.yearlySwingK()),
                in.real(
                        Key.may("daily-swing-k", "Warmest hour above the mean of its day"),
                        SWING,
                        usual.dailySwingK()),
                in.real(
                        Key.may("humidity-percent", "Mean relative humidity"),
                        HUMIDITY,
                        usual.humidityPercent()));
    }
}
