// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.Chiller.CopPoint;
import io.wattmill.twin.plan.cooling.HeatRejector;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;
import io.wattmill.twin.weather.PlanningYear;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The way of the heat outdoors, at the hottest hour and over the year. */
final class Outdoors {
    /** Between the water that leaves a condenser and the one that enters it. */
    private static final double CONDENSER_RISE_K = 5;

    private static final double AIR_COOLED_APPROACH_K = 12;

    private Outdoors() {}

    static Stream<Rule> rules() {
        return Stream.of(CHAIN, LIFT, LoopCapacity.CHILLERS, LoopCapacity.REJECTORS, FREE_HOURS);
    }

    private static final Rule CHAIN =
            new DerivedRule(
                    "cooling.chain",
                    "Without a chiller, the hottest hour and all approaches stay below the supply.",
                    "bulb + approaches; a heat wave is 5 K more where no hours are given",
                    checked -> hottest(checked, Plant::sides, Outdoors::chain));

    private static final Rule LIFT =
            new DerivedRule(
                    "cooling.chiller.lift",
                    "At the hottest hour a chiller lifts no further than its curve tells.",
                    "plan: COP curve by lift; condenser rise 5 K",
                    checked -> hottest(checked, Plant::chilled, Outdoors::lift));

    private static final Rule FREE_HOURS =
            new DerivedRule(
                    "cooling.free-hours",
                    "Chillers rest for at least half of the year.",
                    "ASHRAE 90.4 economizers; warmer supply lengthens free cooling",
                    checked ->
                            hottest(checked, Plant::chilled, Outdoors::freeHours)
                                    .sorted(Comparator.comparingInt(f -> rank(f.verdict())))
                                    .limit(1));

    private static int rank(Verdict verdict) {
        return verdict instanceof Verdict.Pass ? 1 : 0;
    }

    private interface Judge {
        Optional<Finding> of(FacilityPlan plan, Outside outside, ColdSide side);
    }

    private static Stream<Finding> hottest(
            CheckedPlan checked, Function<Plant, List<ColdSide>> which, Judge judge) {
        Plant plant = Plant.of(checked);
        List<ColdSide> sides = which.apply(plant);
        if (sides.isEmpty()) {
            return Stream.empty();
        }
        return plant.outside()
                .map(outside -> judged(plant.plan(), outside, sides, judge))
                .orElseGet(() -> Stream.of(noWeather(plant.plan())));
    }

    private static Stream<Finding> judged(
            FacilityPlan plan, Outside outside, List<ColdSide> sides, Judge judge) {
        return sides.stream().flatMap(side -> judge.of(plan, outside, side).stream());
    }

    static Finding noWeather(FacilityPlan plan) {
        return About.of(plan.site())
                .unknown(
                        "the weather is not known by the hour",
                        "give site.climate or the hours of a year");
    }

    private static Optional<Finding> chain(FacilityPlan plan, Outside outside, ColdSide side) {
        if (!side.chillers(plan).isEmpty()) {
            return Optional.empty();
        }
        var about = About.of(side.id());
        return Optional.of(
                side.coldest(plan, outside)
                        .map(by -> chain(about, outside, side, by))
                        .orElseGet(() -> noWayOut(about)));
    }

    private static Finding noWayOut(About about) {
        return about.unknown(
                "what takes its heat outdoors is not given", "give chillers or heat-rejectors");
    }

    /** Fails when the year itself is too hot, and warns when a heat wave would be. */
    private static Finding chain(About about, Outside outside, ColdSide side, HeatRejector by) {
        long water = LiquidSide.tenths(outside.hottestC(by));
        long wave = LiquidSide.tenths(outside.heatWaveK());
        long wanted = LiquidSide.tenths(side.waterC());
        var known =
                about.with("approach", LiquidSide.tenths(by.approachK().value()), Unit.TENTH_KELVIN)
                        .with("heat wave", wave, Unit.TENTH_KELVIN);
        var fix = "a chiller, a tower instead of a dry cooler, or a warmer supply";
        var statement = "water of {value} from %s, {limit} is wanted".formatted(by.id());
        return water > wanted
                ? known.notAbove(
                        water, wanted, Unit.TENTH_CELSIUS, "hottest hour: " + statement, fix)
                : known.advised(
                        water + wave, wanted, Unit.TENTH_CELSIUS, "heat wave: " + statement, fix);
    }

    private static double condenserC(FacilityPlan plan, Outside outside, ColdSide side) {
        return side.coldest(plan, outside)
                .map(by -> outside.hottestC(by) + CONDENSER_RISE_K)
                .orElse(outside.hottestDryC() + AIR_COOLED_APPROACH_K);
    }

    private static Optional<Finding> lift(FacilityPlan plan, Outside outside, ColdSide side) {
        double lift = Math.max(0, condenserC(plan, outside, side) - side.waterC());
        double most =
                side.chillers(plan).stream()
                        .flatMap(chiller -> chiller.cop().value().stream())
                        .mapToDouble(CopPoint::liftK)
                        .max()
                        .orElse(0);
        return Optional.of(
                About.of(side.id())
                        .with("water wanted", LiquidSide.tenths(side.waterC()), Unit.TENTH_CELSIUS)
                        .advised(
                                LiquidSide.tenths(lift),
                                LiquidSide.tenths(most),
                                Unit.TENTH_KELVIN,
                                "hottest hour: a lift of {value}, the curve tells up to {limit}",
                                "a warmer supply, or a point of the curve at {value}"));
    }

    private static Optional<Finding> freeHours(FacilityPlan plan, Outside outside, ColdSide side) {
        long hours =
                side.coldest(plan, outside)
                        .map(by -> outside.hoursAbove(by, side.waterC()))
                        .orElse((long) PlanningYear.HOURS);
        return Optional.of(
                About.of(side.id())
                        .with("water wanted", LiquidSide.tenths(side.waterC()), Unit.TENTH_CELSIUS)
                        .advised(
                                hours,
                                PlanningYear.HOURS / 2,
                                Unit.HOUR,
                                "{value} of the year need a chiller, {limit} is half of it",
                                "a warmer supply, or water-side free cooling"));
    }
}
