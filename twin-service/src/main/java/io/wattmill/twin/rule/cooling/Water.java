// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.HeatRejector;
import io.wattmill.twin.plan.cooling.HeatRejector.Kind;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.List;
import java.util.stream.Stream;

/** Water that towers evaporate and drain. */
final class Water {
    /** 3.6 MJ per kWh over 2.4 MJ per kg of water evaporated. */
    private static final double LITRES_PER_KWH = 1.5;

    private static final double HOURS = 8_760;
    private static final long LEAST_CYCLES = 3_000_000;
    private static final long MOST_CYCLES = 7_000_000;

    private Water() {}

    static Stream<Rule> rules() {
        return Stream.of(PERMIT, CYCLES_LEAST, CYCLES_MOST);
    }

    private static final Rule PERMIT =
            new DerivedRule(
                    "cooling.water.permit",
                    "Make-up water of a full year at full load is within the permit.",
                    "evaporation 1.5 L/kWh (3.6 MJ / 2.4 MJ/kg) of heat and compressor work, times"
                            + " CoC / (CoC - 1)",
                    checked ->
                            ItLoad.about(checked, towerSite(checked.plan()), _ -> permit(checked)));

    private static final Rule CYCLES_LEAST =
            new StatedRule(
                    "cooling.water.cycles-least",
                    "A tower's water goes round three times or more.",
                    "below 3 cycles of concentration half the water and more is drained",
                    plan -> towers(plan).stream().map(Water::cyclesLeast));

    private static final Rule CYCLES_MOST =
            new StatedRule(
                    "cooling.water.cycles-most",
                    "A tower's water goes round at most seven times.",
                    "scale and corrosion without softened water: 3 to 7 cycles",
                    plan -> towers(plan).stream().map(Water::cyclesMost));

    private static List<HeatRejector> towers(FacilityPlan plan) {
        return plan.cooling().rejectors().stream()
                .filter(each -> each.kind() == Kind.TOWER)
                .toList();
    }

    private static List<String> towerSite(FacilityPlan plan) {
        return towers(plan).isEmpty() ? List.of() : List.of(plan.site());
    }

    private static Finding permit(CheckedPlan checked) {
        FacilityPlan plan = checked.plan();
        double kw = Plant.of(checked).towerWatts() / 1e3;
        double cycles =
                towers(plan).stream()
                        .mapToDouble(each -> each.cyclesOfConcentration().value())
                        .min()
                        .orElse(1);
        double drained = cycles > 1 ? cycles / (cycles - 1) : 2;
        long m3 = Math.round(kw * HOURS * LITRES_PER_KWH * drained / 1e3);
        var about =
                About.of(plan.site())
                        .with("heat into towers", Math.round(1e3 * kw), Unit.WATT)
                        .with("make-up of a year", m3, Unit.M3);
        var permit = plan.cooling().waterPermitM3PerYear();
        return permit.isEmpty()
                ? about.unknown(
                        "how much water the site may draw is not given",
                        "give water-permit-m3-per-year")
                : about.atMost(
                        m3,
                        permit.getAsLong(),
                        Unit.M3,
                        "{value} a year at full load, the permit is {limit}",
                        "dry coolers for part of the heat, or a permit for {value}");
    }

    private static Finding cyclesLeast(HeatRejector tower) {
        return About.of(tower.id())
                .advised(
                        LEAST_CYCLES,
                        ppm(tower),
                        Unit.RATIO,
                        "{limit} cycles of concentration, {value} is the least that is sensible",
                        "treat the water and drain less");
    }

    private static Finding cyclesMost(HeatRejector tower) {
        return About.of(tower.id())
                .advised(
                        ppm(tower),
                        MOST_CYCLES,
                        Unit.RATIO,
                        "{value} cycles of concentration, {limit} is the most without softening",
                        "drain more, or soften the water");
    }

    private static long ppm(HeatRejector tower) {
        return Math.round(1e6 * tower.cyclesOfConcentration().value());
    }
}
