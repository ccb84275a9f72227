// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.Unit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What cools when a pump or a machine is gone. */
final class Standby {
    private Standby() {}

    static Stream<Rule> rules() {
        return Stream.of(Stream.of(CDU), LoopCapacity.withoutOne(), LoopCapacity.withoutTwo())
                .flatMap(rules -> rules);
    }

    private static final Rule CDU =
            new DerivedRule(
                    "cooling.redundancy.cdu",
                    "Without any one coolant unit the others of its racks or its group pump"
                            + " enough.",
                    "N+1 rule; 60 / (rho x c x dT) L/min per kW",
                    checked ->
                            redundancy(checked.plan()) == Redundancy.N
                                    ? Stream.empty()
                                    : ItLoad.about(
                                            checked,
                                            checked.plan().cooling().coolantUnits(),
                                            unit -> lost(checked.plan(), unit)));

    private static Redundancy redundancy(FacilityPlan plan) {
        return plan.place().redundancy().value();
    }

    private static Finding lost(FacilityPlan plan, CoolantUnit lost) {
        Map<String, Long> heat = new HashMap<>();
        long homeless = 0;
        for (Rack rack : plan.racks()) {
            var left = left(plan, rack, lost);
            long watts = Heat.liquid(plan, rack);
            left.forEach(id -> heat.merge(id, Math.ceilDiv(watts, left.size()), Long::sum));
            homeless += left.isEmpty() && rack.coolantUnits().contains(lost.id()) ? watts : 0;
        }
        var about = About.of(lost.id());
        return homeless > 0
                ? about.notAbove(
                        homeless,
                        0,
                        Unit.WATT,
                        "without it {value} of heat have no pump",
                        "a second coolant unit for its racks")
                : fullest(plan, about, heat);
    }

    /** Pumps that a rack has left: its own, or else those of the lost one's group. */
    private static List<String> left(FacilityPlan plan, Rack rack, CoolantUnit lost) {
        var own = rack.coolantUnits().stream().filter(id -> !id.equals(lost.id())).toList();
        boolean hit = rack.coolantUnits().contains(lost.id());
        return hit && own.isEmpty() ? peers(plan, lost) : own;
    }

    private static List<String> peers(FacilityPlan plan, CoolantUnit lost) {
        return plan.cooling().coolantUnits().stream()
                .filter(unit -> !unit.id().equals(lost.id()))
                .filter(unit -> lost.links().group().isPresent())
                .filter(unit -> unit.links().group().equals(lost.links().group()))
                .map(CoolantUnit::id)
                .toList();
    }

    private static Finding fullest(FacilityPlan plan, About about, Map<String, Long> heat) {
        return plan.cooling().coolantUnits().stream()
                .filter(unit -> heat.containsKey(unit.id()))
                .max((a, b) -> Double.compare(share(a, heat), share(b, heat)))
                .map(unit -> onOne(about, unit, heat.getOrDefault(unit.id(), 0L)))
                .orElseGet(() -> about.notAbove(0, 0, Unit.WATT, "no rack hangs on it", ""));
    }

    private static double share(CoolantUnit unit, Map<String, Long> heat) {
        double flow = unit.flowFor(heat.getOrDefault(unit.id(), 0L));
        return flow / Math.max(1, unit.pumpMlPerMinute());
    }

    private static Finding onOne(About about, CoolantUnit unit, long watts) {
        var after = about.with("liquid heat after", watts, Unit.WATT);
        boolean exchanger = watts > unit.capacityWatts().orElse(Long.MAX_VALUE);
        return exchanger
                ? after.notAbove(
                        watts,
                        unit.capacityWatts().orElse(0),
                        Unit.WATT,
                        "without it {value} on %s that carries {limit}".formatted(unit.id()),
                        "coolant units of {value} or more, or one more")
                : after.notAbove(
                        unit.flowFor(watts),
                        unit.pumpMlPerMinute(),
                        Unit.ML_PER_MINUTE,
                        "without it %s needs {value}, its pump gives {limit}".formatted(unit.id()),
                        "pumps of {value}, or one more coolant unit");
    }
}
