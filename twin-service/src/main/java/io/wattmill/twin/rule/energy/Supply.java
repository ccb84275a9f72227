// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.energy;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.money.EnergySupply.Period;
import io.wattmill.twin.plan.power.Feed;
import io.wattmill.twin.plan.site.Weather;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.List;
import java.util.stream.Stream;

/** Energy against what it feeds, and the weather that decides on cooling. */
final class Supply {
    private static final double AIR_COOLED_PUE = 1.15;
    private static final long PPM = 1_000_000;

    /** Beyond any weather station's record: -89.2 °C (Vostok) and 56.7 °C (Death Valley). */
    private static final double COLDEST_C = -90;

    private static final double HOTTEST_C = 57;

    private Supply() {}

    static Stream<Rule> rules() {
        return Stream.of(FEEDS, AIR_PUE, PERIODS, WEATHER, ON_RECORD);
    }

    private static final Rule FEEDS =
            new StatedRule(
                    "energy.feeds",
                    "Feeds deliver what racks draw times the planned PUE.",
                    "plan: IT load x PUE against the feeds together",
                    Supply::feeds);

    private static final Rule AIR_PUE =
            new StatedRule(
                    "energy.pue.air",
                    "A site that is cooled by air for the most part plans a PUE of 1.15 or more.",
                    "PowerX: 1.3 air, 1.1 direct liquid; Google fleet 1.10",
                    Supply::airPue);

    private static final Rule PERIODS =
            new StatedRule(
                    "energy.periods",
                    "Hours with a price of their own stand beside a price for all other hours.",
                    "plan: the first period that applies counts, else price-per-kwh",
                    Supply::periods);

    private static final Rule WEATHER =
            new StatedRule(
                    "site.weather",
                    "The weather of the site is given.",
                    "plan: PUE and chillers rest on it",
                    plan -> Stream.of(weather(plan)));

    private static final Rule ON_RECORD =
            new StatedRule(
                    "site.weather.hours",
                    "Hours of weather are ones that occur: -90 to 57 C.",
                    "records of Vostok and Death Valley",
                    plan -> hours(plan).map(hours -> onRecord(plan, hours)));

    private static Stream<Finding> feeds(FacilityPlan plan) {
        var feeds = plan.power().all(Feed.class);
        if (feeds.isEmpty()) {
            return Stream.empty();
        }
        var about = About.of(plan.site());
        if (plan.energy().puePpm().isEmpty()) {
            return Stream.of(
                    about.unknown(
                            "the PUE is not given; power.load.feed counts unit by unit",
                            "give energy.pue, for example 1.2"));
        }
        return Stream.of(
                switch (ItLoad.of(plan, plan.racks())) {
                    case ItLoad.Unknown unknown -> about.says(unknown.cannotSay());
                    case ItLoad.Known(long watts) -> feeds(plan, about, watts);
                });
    }

    private static Finding feeds(FacilityPlan plan, About about, long watts) {
        long pue = plan.energy().puePpm().orElse(PPM);
        long rated = plan.power().all(Feed.class).stream().mapToLong(Feed::ratedWatts).sum();
        return about.with("IT load", watts, Unit.WATT)
                .with("PUE", pue, Unit.RATIO)
                .atMost(
                        Math.round(watts * (pue / 1e6)),
                        rated,
                        Unit.WATT,
                        "{value} with cooling and losses, feeds deliver {limit}",
                        "feeds of {value} or more together");
    }

    private static Stream<Finding> airPue(FacilityPlan plan) {
        if (plan.energy().puePpm().isEmpty() || !mostlyAir(plan)) {
            return Stream.empty();
        }
        return Stream.of(
                About.of(plan.site())
                        .advised(
                                Math.round(AIR_COOLED_PUE * PPM),
                                plan.energy().puePpm().getAsLong(),
                                Unit.RATIO,
                                "a PUE of {limit} on air, {value} and more is usual",
                                "plan with 1.2 to 1.4, or cool by liquid"));
    }

    private static boolean mostlyAir(FacilityPlan plan) {
        double all = 0;
        double liquid = 0;
        for (var rack : plan.racks()) {
            for (var group : rack.nodes()) {
                var type = plan.nodeType(group.type());
                double watts = group.count() * (double) type.maxWatts().orElse(1);
                all += watts;
                liquid += watts * type.liquidPpm() / PPM;
            }
        }
        return liquid < all / 2;
    }

    private static Stream<Finding> periods(FacilityPlan plan) {
        List<Period> periods = plan.energy().tariff().periods();
        if (periods.isEmpty()) {
            return Stream.empty();
        }
        int values = plan.energy().priceNanoPerKwh().size();
        var about = About.of(plan.site()).with("periods", periods.size(), Unit.VALUE);
        return Stream.of(
                about.advised(
                        1,
                        values,
                        Unit.VALUE,
                        values > 0
                                ? "a price for all other hours is there"
                                : "hours outside of the periods have no price",
                        "give energy.price-per-kwh"));
    }

    private static Finding weather(FacilityPlan plan) {
        var about = About.of(plan.site());
        return switch (plan.place().weather()) {
            case Weather.Climate climate when !climate.meanC().stated() ->
                    about.unknown(
                            "nobody said what the weather is; a temperate climate is assumed",
                            "give site.weather.climate, hours or a file of hours");
            case Weather.Climate _ -> about.notAbove(1, 4, Unit.VALUE, "a climate is given", "");
            case Weather.Hours hours ->
                    about.notAbove(
                            1, hours.dryBulbC().size(), Unit.VALUE, "{limit} by the hour", "");
            case Weather.File file ->
                    about.unknown(
                            "the weather is in " + file.path() + ", which was not read",
                            "check the plan from its folder");
        };
    }

    private static Stream<Weather.Hours> hours(FacilityPlan plan) {
        return plan.place().weather() instanceof Weather.Hours hours
                ? Stream.of(hours)
                : Stream.empty();
    }

    private static Finding onRecord(FacilityPlan plan, Weather.Hours hours) {
        long odd =
                hours.dryBulbC().stream().filter(dry -> dry < COLDEST_C || dry > HOTTEST_C).count();
        return About.of(plan.site())
                .notAbove(
                        odd,
                        0,
                        Unit.HOUR,
                        odd == 0 ? "all hours may occur" : "{value} do not occur anywhere",
                        "check units and columns: degrees Celsius");
    }
}
