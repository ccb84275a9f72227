// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.AirUnit;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.List;
import java.util.stream.Stream;

/** Heat that air takes, and the air handlers that take it from there. */
final class AirSide {
    private static final long RACK_CEILING_WATTS = 30_000;
    private static final long RECOMMENDED_MOST_TENTHS = 270;
    private static final long RECOMMENDED_LEAST_TENTHS = 180;
    private static final double AIR_J_PER_M3_K = 1_206;
    private static final double HIGHEST_RISE_K = 15;
    private static final double SECONDS_PER_HOUR = 3_600;

    private AirSide() {}

    static Stream<Rule> rules() {
        return Stream.of(CAPACITY, FLOW, RACK, SUPPLY, COLD);
    }

    private static final Rule CAPACITY =
            new StatedRule(
                    "cooling.air.capacity",
                    "Air handlers carry the heat that does not go into liquid.",
                    "plan: heat split of the node types, capacity of the air handlers",
                    plan -> Heat.about(plan, site(plan), _ -> capacity(plan)));

    private static final Rule FLOW =
            new StatedRule(
                    "cooling.air.flow",
                    "Air handlers move enough air for a rise of 15 K through the servers.",
                    "V = Q / (rho c dT), air 1,206 J/(m3 K)",
                    plan -> Heat.about(plan, units(plan), _ -> flow(plan)));

    private static final Rule RACK =
            new StatedRule(
                    "cooling.air.rack",
                    "A rack gives at most 30 kW to the air.",
                    "air ceiling of about 30 kW per rack (ai-infrastructure.net)",
                    plan -> Heat.about(plan, plan.racks(), rack -> rack(plan, rack)));

    private static final Rule SUPPLY =
            new StatedRule(
                    "cooling.air.supply",
                    "Air reaches the nodes no warmer than they take it.",
                    "plan: air-max-c of the node; ASHRAE A classes",
                    plan -> airUnits(plan).stream().map(unit -> supply(plan, unit)));

    private static final Rule COLD =
            new StatedRule(
                    "cooling.air.recommended",
                    "Supply air is between 18 and 27 C.",
                    "ASHRAE recommended envelope",
                    plan -> airUnits(plan).stream().map(AirSide::recommended));

    private static List<AirUnit> airUnits(FacilityPlan plan) {
        return plan.cooling().airUnits();
    }

    /** The site, once, where some of its heat goes into air. */
    private static List<String> site(FacilityPlan plan) {
        boolean allLiquid =
                Heat.types(plan, plan.racks()).allMatch(type -> type.liquidPpm() == 1_000_000);
        return allLiquid ? List.of() : List.of(plan.site());
    }

    private static List<String> units(FacilityPlan plan) {
        return airUnits(plan).isEmpty() ? List.of() : site(plan);
    }

    private static Finding capacity(FacilityPlan plan) {
        long heat = Heat.air(plan);
        var about = About.of(plan.site()).with("heat into air", heat, Unit.WATT);
        long carries = airUnits(plan).stream().mapToLong(AirUnit::coolingWatts).sum();
        return airUnits(plan).isEmpty()
                ? about.unknown(
                        "what takes the heat of the air is not given",
                        "give air handlers under crahs")
                : about.with("air handlers", carries, Unit.WATT)
                        .atMost(
                                heat,
                                carries,
                                Unit.WATT,
                                "{value} into air handlers that carry {limit}",
                                "air handlers of {value} or more together");
    }

    private static Finding flow(FacilityPlan plan) {
        long heat = Heat.air(plan);
        double moved =
                airUnits(plan).stream().mapToDouble(unit -> unit.airM3PerHour().value()).sum();
        double needed = SECONDS_PER_HOUR * heat / (AIR_J_PER_M3_K * HIGHEST_RISE_K);
        return About.of(plan.site())
                .with("heat into air", heat, Unit.WATT)
                .atMost(
                        Math.round(needed),
                        Math.round(moved),
                        Unit.M3_PER_HOUR,
                        "needs {value} of air, fans move {limit}",
                        "fans for {value}, or more heat into liquid");
    }

    private static Finding rack(FacilityPlan plan, Rack rack) {
        return About.of(rack.id())
                .advised(
                        Heat.air(plan, rack),
                        RACK_CEILING_WATTS,
                        Unit.WATT,
                        "{value} into air, {limit} is what a rack can without help",
                        "a rear-door exchanger, containment that is measured, or liquid cooling");
    }

    private static Finding supply(FacilityPlan plan, AirUnit unit) {
        double limit = Heat.types(plan, plan.racks()).mapToDouble(AirSide::warmest).min().orElse(0);
        long supply = LiquidSide.tenths(unit.supplyC().value());
        return About.of(unit.id())
                .notAbove(
                        supply,
                        LiquidSide.tenths(limit),
                        Unit.TENTH_CELSIUS,
                        "air of {value} for nodes that take {limit}",
                        "a supply of {limit} or colder");
    }

    private static double warmest(NodeType type) {
        return type.host().airMaxC().value();
    }

    private static Finding recommended(AirUnit unit) {
        long supply = LiquidSide.tenths(unit.supplyC().value());
        var about = About.of(unit.id()).with("supply", supply, Unit.TENTH_CELSIUS);
        return supply < RECOMMENDED_LEAST_TENTHS
                ? about.advised(
                        RECOMMENDED_LEAST_TENTHS,
                        supply,
                        Unit.TENTH_CELSIUS,
                        "air of {limit} is colder than {value}, which costs chiller hours",
                        "a supply of 24 C")
                : about.advised(
                        supply,
                        RECOMMENDED_MOST_TENTHS,
                        Unit.TENTH_CELSIUS,
                        "air of {value}, recommended up to {limit}",
                        "a supply of {limit} or colder");
    }
}
