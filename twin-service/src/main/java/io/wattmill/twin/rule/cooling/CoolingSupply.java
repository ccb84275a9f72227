// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.Ups;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.Unit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether pumps and fans have power when a unit of the chain is gone, and while generators start.
 */
final class CoolingSupply {
    private CoolingSupply() {}

    static Stream<Rule> rules() {
        return Stream.of(POWER, PUMPS, FANS);
    }

    private static final Rule POWER =
            new DerivedRule(
                    "cooling.power.loss",
                    "No single loss of power stops all pumps of a rack that still has power.",
                    "plan: removing each unit; cold plates without flow throttle within seconds",
                    checked ->
                            redundancy(checked.plan()) == Redundancy.N
                                    ? Stream.empty()
                                    : power(checked));

    private static final Rule PUMPS =
            new DerivedRule(
                    "cooling.ride-through.pumps",
                    "Pumps of coolant units whose racks hang on a UPS run from one, too, while"
                            + " generators start.",
                    "cold plates without flow throttle within seconds",
                    checked ->
                            checked.plan().cooling().coolantUnits().stream()
                                    .flatMap(unit -> pump(checked, unit)));

    private static final Rule FANS =
            new DerivedRule(
                    "cooling.ride-through.fans",
                    "Fans of air handlers run from a UPS while generators start.",
                    "a room at 30 kW per rack warms by several kelvins a minute without air",
                    checked ->
                            checked.plan().cooling().airUnits().isEmpty()
                                    ? Stream.empty()
                                    : Stream.of(fans(checked)));

    private static Redundancy redundancy(FacilityPlan plan) {
        return plan.place().redundancy().value();
    }

    private static Stream<Rack> liquidRacks(FacilityPlan plan) {
        return plan.racks().stream()
                .filter(rack -> LiquidHeat.concerns(plan, rack))
                .filter(rack -> !rack.coolantUnits().isEmpty());
    }

    private static Stream<Finding> power(CheckedPlan checked) {
        var losses = checked.derived(SingleLosses.class, each -> new SingleLosses(each.tree()));
        Map<String, CoolantUnit> units = new HashMap<>();
        checked.plan().cooling().coolantUnits().forEach(unit -> units.put(unit.id(), unit));
        return liquidRacks(checked.plan()).map(rack -> power(units, losses, rack));
    }

    private static Finding power(Map<String, CoolantUnit> units, SingleLosses losses, Rack rack) {
        var about =
                About.of(rack.id()).with("coolant units", rack.coolantUnits().size(), Unit.PIECE);
        var pumps =
                rack.coolantUnits().stream()
                        .map(units::get)
                        .filter(Objects::nonNull)
                        .map(unit -> unit.links().fedBy())
                        .toList();
        if (pumps.stream().anyMatch(List::isEmpty)) {
            return about.unknown(
                    "what feeds its pumps is not given", "give fed-by of the cdus of " + rack.id());
        }
        Optional<String> culprit = losses.stopping(rack.fedBy(), pumps);
        return about.notAbove(
                culprit.isPresent() ? 1 : 0,
                0,
                Unit.PIECE,
                culprit.map("loss of %s stops its pumps"::formatted)
                        .orElse("no single loss stops its pumps"),
                "feed its coolant units from two paths");
    }

    private static Finding fans(CheckedPlan checked) {
        var units = checked.plan().cooling().airUnits();
        var about = About.of(checked.plan().site()).with("air handlers", units.size(), Unit.PIECE);
        return units.stream().anyMatch(unit -> unit.links().fedBy().isEmpty())
                ? about.unknown(
                        "what feeds the air handlers is not given", "give fed-by of the crahs")
                : about.advised(
                        units.stream()
                                .filter(unit -> ups(checked.tree(), unit.links().fedBy()) == 0)
                                .count(),
                        0,
                        Unit.PIECE,
                        "{value} of %d air handlers stand still until generators run"
                                .formatted(units.size()),
                        "feed them from a UPS");
    }

    private static long ups(PowerTree tree, List<String> fedBy) {
        return tree.upstream(fedBy).stream().filter(Ups.class::isInstance).count();
    }

    /** Asked where nodes run on while generators start; a site that claims nothing is warned. */
    private static Stream<Finding> pump(CheckedPlan checked, CoolantUnit unit) {
        var plan = checked.plan();
        var tree = checked.tree();
        if (Heat.racksOn(plan, unit).stream().noneMatch(rack -> ups(tree, rack.fedBy()) > 0)) {
            return Stream.empty();
        }
        var about = About.of(unit.id());
        if (unit.links().fedBy().isEmpty()) {
            return Stream.of(
                    about.unknown("what feeds it is not given", "give fed-by of " + unit.id()));
        }
        long on = ups(tree, unit.links().fedBy());
        var asked = about.with("UPS above it", on, Unit.PIECE);
        var statement = on > 0 ? "hangs on a UPS" : "stands still until generators run";
        var fix = "feed it from a UPS";
        return Stream.of(
                redundancy(plan) == Redundancy.N
                        ? asked.advised(1, on, Unit.PIECE, statement, fix)
                        : asked.notAbove(1, on, Unit.PIECE, statement, fix));
    }
}
