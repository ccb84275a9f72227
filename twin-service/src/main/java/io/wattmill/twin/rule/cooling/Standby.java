// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.cooling.Cooling.Links;
import io.wattmill.twin.plan.power.PowerFlow;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.Ups;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What cools when a pump, a machine or its power is gone. */
final class Standby {
    private Standby() {}

    static Stream<Rule> rules() {
        var lost = Stream.of(Bank.values()).map(Standby::withoutOne);
        var maintained = Stream.of(Bank.values()).map(Standby::withoutTwo);
        return Stream.of(Stream.of(CDU), lost, maintained, Stream.of(POWER, PUMPS, FANS))
                .flatMap(rules -> rules);
    }

    private static Rule withoutOne(Bank bank) {
        return new StatedRule(
                "cooling.redundancy." + bank.key(),
                "Without any one %s the others carry the hottest hour.".formatted(bank.word()),
                "N+1 rule",
                plan -> redundancy(plan) == Redundancy.N ? Stream.empty() : without(plan, bank, 1));
    }

    private static Rule withoutTwo(Bank bank) {
        return new StatedRule(
                "cooling.maintenance." + bank.key(),
                "With one %s in maintenance and another one lost, the rest carry the hottest hour"
                                .formatted(bank.word())
                        + " (asked of N+2 and 2N).",
                "N+2 rule",
                plan ->
                        switch (redundancy(plan)) {
                            case N, N_PLUS_1 -> Stream.empty();
                            case N_PLUS_2, TWO_N -> without(plan, bank, 2);
                        });
    }

    private static final Rule CDU =
            new StatedRule(
                    "cooling.redundancy.cdu",
                    "Without any one coolant unit the others of its racks or its group pump"
                            + " enough.",
                    "N+1 rule; 60 / (rho x c x dT) L/min per kW",
                    plan ->
                            redundancy(plan) == Redundancy.N
                                    ? Stream.empty()
                                    : Heat.about(
                                            plan,
                                            plan.cooling().coolantUnits(),
                                            unit -> lost(plan, unit)));

    private static final Rule POWER =
            new StatedRule(
                    "cooling.power.loss",
                    "No single loss of power stops all pumps of a rack that still has power.",
                    "plan: removing each unit; cold plates without flow throttle within seconds",
                    plan -> redundancy(plan) == Redundancy.N ? Stream.empty() : power(plan));

    private static final Rule PUMPS =
            new StatedRule(
                    "cooling.ride-through.pumps",
                    "Pumps of coolant units run from a UPS while generators start.",
                    "cold plates without flow throttle within seconds",
                    plan -> plan.cooling().coolantUnits().stream().map(unit -> pump(plan, unit)));

    private static final Rule FANS =
            new StatedRule(
                    "cooling.ride-through.fans",
                    "Fans of air handlers run from a UPS while generators start.",
                    "a room at 30 kW per rack warms by several kelvins a minute without air",
                    plan ->
                            plan.cooling().airUnits().isEmpty()
                                    ? Stream.empty()
                                    : Stream.of(fans(plan)));

    private static Redundancy redundancy(FacilityPlan plan) {
        return plan.place().redundancy().value();
    }

    private static Stream<Finding> without(FacilityPlan plan, Bank bank, int lost) {
        var watts = bank.watts(plan);
        return Heat.about(
                plan,
                watts.isEmpty() ? List.<String>of() : List.of(plan.site()),
                _ -> without(plan, bank, watts, lost));
    }

    private static Finding without(FacilityPlan plan, Bank bank, List<Long> watts, int lost) {
        long left =
                watts.stream()
                        .sorted((a, b) -> Long.compare(b, a))
                        .skip(lost)
                        .mapToLong(Long::longValue)
                        .sum();
        var about =
                About.of(plan.site())
                        .with("units", watts.size(), Unit.PIECE)
                        .with("lost", lost, Unit.PIECE);
        var statement =
                "without %d of %d, {value} on the rest that carry {limit}"
                        .formatted(lost, watts.size());
        var fix = "one more %s, or larger ones".formatted(bank.word());
        boolean mayFail = lost == 1 || redundancy(plan) == Redundancy.N_PLUS_2;
        return mayFail
                ? about.notAbove(bank.heat(plan), left, Unit.WATT, statement, fix)
                : about.advised(bank.heat(plan), left, Unit.WATT, statement, fix);
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

    private static Stream<Rack> liquidRacks(FacilityPlan plan) {
        return plan.racks().stream()
                .filter(rack -> LiquidHeat.concerns(plan, rack))
                .filter(rack -> !rack.coolantUnits().isEmpty());
    }

    private static Stream<Finding> power(FacilityPlan plan) {
        var tree = plan.power().tree();
        return liquidRacks(plan).map(rack -> power(plan, tree, rack));
    }

    private static Finding power(FacilityPlan plan, PowerTree tree, Rack rack) {
        var about =
                About.of(rack.id()).with("coolant units", rack.coolantUnits().size(), Unit.PIECE);
        var pumps =
                plan.cooling().coolantUnits().stream()
                        .filter(unit -> rack.coolantUnits().contains(unit.id()))
                        .map(unit -> unit.links().fedBy())
                        .toList();
        if (pumps.stream().anyMatch(List::isEmpty)) {
            return about.unknown(
                    "what feeds its pumps is not given", "give fed-by of the cdus of " + rack.id());
        }
        Optional<PowerUnit> culprit = culprit(tree, rack, pumps);
        return about.notAbove(
                culprit.isPresent() ? 1 : 0,
                0,
                Unit.PIECE,
                culprit.map(unit -> "loss of %s stops its pumps".formatted(unit.id()))
                        .orElse("no single loss stops its pumps"),
                "feed its coolant units from two paths");
    }

    /** Only what stands above every pump can stop them all. */
    private static Optional<PowerUnit> culprit(
            PowerTree tree, Rack rack, List<List<String>> pumps) {
        Set<PowerUnit> common = new LinkedHashSet<>(tree.upstream(pumps.getFirst()));
        pumps.forEach(feeds -> common.retainAll(tree.upstream(feeds)));
        return common.stream().filter(unit -> stops(tree, unit, rack, pumps)).findFirst();
    }

    private static boolean stops(
            PowerTree tree, PowerUnit lost, Rack rack, List<List<String>> pumps) {
        var flow = new PowerFlow(tree, Set.of(lost.id()));
        return flow.reaches(rack.fedBy()) && pumps.stream().noneMatch(flow::reaches);
    }

    private static Finding fans(FacilityPlan plan) {
        var units = plan.cooling().airUnits();
        var about = About.of(plan.site()).with("air handlers", units.size(), Unit.PIECE);
        return units.stream().anyMatch(unit -> unit.links().fedBy().isEmpty())
                ? about.unknown(
                        "what feeds the air handlers is not given", "give fed-by of the crahs")
                : about.advised(
                        units.stream().filter(unit -> batteries(plan, unit.links()) == 0).count(),
                        0,
                        Unit.PIECE,
                        "{value} of %d air handlers stand still until generators run"
                                .formatted(units.size()),
                        "feed them from a UPS");
    }

    private static long batteries(FacilityPlan plan, Links links) {
        return plan.power().tree().upstream(links.fedBy()).stream()
                .filter(Ups.class::isInstance)
                .count();
    }

    private static Finding pump(FacilityPlan plan, CoolantUnit unit) {
        var about = About.of(unit.id());
        if (unit.links().fedBy().isEmpty()) {
            return about.unknown("what feeds it is not given", "give fed-by of " + unit.id());
        }
        long on = batteries(plan, unit.links());
        return about.with("UPS above it", on, Unit.PIECE)
                .notAbove(
                        1,
                        on,
                        Unit.PIECE,
                        on > 0 ? "hangs on a UPS" : "stands still until generators run",
                        "feed it from a UPS");
    }
}
