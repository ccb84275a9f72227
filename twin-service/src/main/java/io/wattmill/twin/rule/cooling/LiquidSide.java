// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Coolant units and what they give the cold plates. */
final class LiquidSide {
    private static final double LEAST_ML_PER_KW = 1_250;
    private static final double MOST_ML_PER_KW = 2_000;
    private static final long DEW_POINT_TENTHS = 150;
    private static final long MARGIN_TENTHS = 20;
    private static final double LEAST_APPROACH_K = 2;

    private LiquidSide() {}

    static Stream<Rule> rules() {
        return Stream.of(CAPACITY, GUIDELINE, EXCESS, SUPPLY, CONDENSATION, APPROACH);
    }

    private static final Rule CAPACITY =
            new StatedRule(
                    "cooling.cdu.capacity",
                    "The exchanger of a coolant unit carries the heat of its racks.",
                    "plan: capacity of the unit at its approach",
                    plan ->
                            Heat.about(
                                    plan,
                                    plan.cooling().coolantUnits(),
                                    unit -> capacity(plan, unit)));

    private static final Rule GUIDELINE =
            new StatedRule(
                    "cooling.flow.least",
                    "The pump gives at least 1.25 L/min per kW of heat.",
                    "OCP guideline: 1.25 to 2.0 L/min per kW",
                    plan ->
                            Heat.about(
                                    plan,
                                    plan.cooling().coolantUnits(),
                                    unit -> guideline(plan, unit)));

    private static final Rule EXCESS =
            new StatedRule(
                    "cooling.flow.excess",
                    "The pump gives at most twice what the heat of all its racks needs.",
                    "pump power grows with the cube of flow: twice the flow, eight times the power",
                    plan ->
                            Heat.about(
                                    plan,
                                    plan.cooling().coolantUnits(),
                                    unit -> excess(plan, unit)));

    private static final Rule SUPPLY =
            new StatedRule(
                    "cooling.cdu.supply",
                    "Coolant reaches the nodes no warmer than they take it.",
                    "plan: water-max-c of the node; ASHRAE W classes",
                    plan ->
                            plan.cooling().coolantUnits().stream()
                                    .flatMap(unit -> supply(plan, unit)));

    private static final Rule CONDENSATION =
            new StatedRule(
                    "cooling.condensation",
                    "Coolant is 2 K above the highest dew point that the room may have.",
                    "ASHRAE recommended envelope: dew point up to 15 C; margin 2 K",
                    plan -> plan.cooling().coolantUnits().stream().map(LiquidSide::condensation));

    private static final Rule APPROACH =
            new StatedRule(
                    "cooling.cdu.approach",
                    "The approach of a coolant unit is one that exchangers have.",
                    "exchangers of coolant units: 3 to 5 K, 2 K at best",
                    plan -> plan.cooling().coolantUnits().stream().map(LiquidSide::approach));

    private static Finding capacity(FacilityPlan plan, CoolantUnit unit) {
        long heat = Heat.on(plan, unit);
        var about = About.of(unit.id()).with("liquid heat", heat, Unit.WATT);
        return unit.capacityWatts().isEmpty()
                ? about.unknown(
                        "the capacity of the coolant unit is not given",
                        "give rated-kw of cdu " + unit.id())
                : about.atMost(
                        heat,
                        unit.capacityWatts().getAsLong(),
                        Unit.WATT,
                        "{value} on a unit that carries {limit}",
                        "coolant units of {value} or more, or one more of them");
    }

    private static Finding guideline(FacilityPlan plan, CoolantUnit unit) {
        long heat = Heat.on(plan, unit);
        return About.of(unit.id())
                .with("liquid heat", heat, Unit.WATT)
                .advised(
                        Math.round(LEAST_ML_PER_KW * heat / 1e3),
                        unit.pumpMlPerMinute(),
                        Unit.ML_PER_MINUTE,
                        "{limit} where the guideline begins at {value}",
                        "a pump of {value}, unless the vendor vouches for a higher rise");
    }

    private static Finding excess(FacilityPlan plan, CoolantUnit unit) {
        long heat = Heat.racksOn(plan, unit).stream().mapToLong(r -> Heat.liquid(plan, r)).sum();
        long most = Math.max(unit.flowFor(heat), Math.round(MOST_ML_PER_KW * heat / 1e3));
        return About.of(unit.id())
                .with("liquid heat, alone", heat, Unit.WATT)
                .with("needed", unit.flowFor(heat), Unit.ML_PER_MINUTE)
                .advised(
                        unit.pumpMlPerMinute(),
                        2 * most,
                        Unit.ML_PER_MINUTE,
                        "a pump of {value}, {limit} is twice what is of use",
                        "pumps with variable speed, or smaller ones");
    }

    private static Stream<Finding> supply(FacilityPlan plan, CoolantUnit unit) {
        OptionalDouble limit =
                Heat.types(plan, Heat.racksOn(plan, unit))
                        .filter(type -> type.liquidPpm() > 0)
                        .mapToDouble(LiquidSide::warmest)
                        .min();
        double supply = unit.thermal().supplyC().value();
        return limit.stream()
                .mapToObj(
                        most ->
                                About.of(unit.id())
                                        .with("supply", tenths(supply), Unit.TENTH_CELSIUS)
                                        .notAbove(
                                                tenths(supply),
                                                tenths(most),
                                                Unit.TENTH_CELSIUS,
                                                "coolant of {value} for nodes that take {limit}",
                                                "a supply of {limit} or colder"));
    }

    private static double warmest(NodeType type) {
        return type.host().waterMaxC().value();
    }

    private static Finding condensation(CoolantUnit unit) {
        long supply = tenths(unit.thermal().supplyC().value());
        return About.of(unit.id())
                .with("dew point of the room", DEW_POINT_TENTHS, Unit.TENTH_CELSIUS)
                .with("margin", MARGIN_TENTHS, Unit.TENTH_KELVIN)
                .notAbove(
                        DEW_POINT_TENTHS + MARGIN_TENTHS,
                        supply,
                        Unit.TENTH_CELSIUS,
                        "coolant of {limit}, dry above {value}",
                        "a supply of {value} or warmer, or a drier room");
    }

    private static Finding approach(CoolantUnit unit) {
        double approach = unit.thermal().approachK().value();
        return About.of(unit.id())
                .with("approach", tenths(approach), Unit.TENTH_KELVIN)
                .advised(
                        tenths(LEAST_APPROACH_K),
                        tenths(approach),
                        Unit.TENTH_KELVIN,
                        "an approach of {limit}, the best have {value}",
                        "give that of the data sheet at the planned heat");
    }

    static long tenths(double value) {
        return Math.round(10 * value);
    }
}
