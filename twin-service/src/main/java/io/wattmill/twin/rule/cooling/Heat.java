// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where the heat of racks goes when every node draws its most. */
final class Heat {
    private Heat() {}

    /** Findings where the power of every node type is known, else one that says what is missing. */
    static <T> Stream<Finding> about(
            FacilityPlan plan, List<T> things, Function<T, Finding> finding) {
        return ItLoad.about(new CheckedPlan(plan), things, finding);
    }

    /** Heat of a rack that liquid takes, watts. */
    static long liquid(FacilityPlan plan, Rack rack) {
        return LiquidHeat.watts(plan, rack);
    }

    /** Heat of a rack that air takes, watts. */
    static long air(FacilityPlan plan, Rack rack) {
        return ItLoad.watts(plan, rack) - liquid(plan, rack);
    }

    /** Heat of all racks that liquid takes, watts. */
    static long liquid(FacilityPlan plan) {
        return plan.racks().stream().mapToLong(rack -> liquid(plan, rack)).sum();
    }

    /** Heat of all racks that air takes, watts. */
    static long air(FacilityPlan plan) {
        return plan.racks().stream().mapToLong(rack -> air(plan, rack)).sum();
    }

    /** Heat that comes to this coolant unit, watts. */
    static long on(FacilityPlan plan, CoolantUnit unit) {
        return switch (LiquidHeat.shareOf(plan, racksOn(plan, unit))) {
            case ItLoad.Known(long watts) -> watts;
            case ItLoad.Unknown _ -> 0;
        };
    }

    /** Racks that hang on this coolant unit. */
    static List<Rack> racksOn(FacilityPlan plan, CoolantUnit unit) {
        return plan.racks().stream()
                .filter(rack -> rack.coolantUnits().contains(unit.id()))
                .toList();
    }

    /** Node types in these racks. */
    static Stream<NodeType> types(FacilityPlan plan, List<Rack> racks) {
        return racks.stream()
                .flatMap(rack -> rack.nodes().stream())
                .map(group -> plan.nodeType(group.type()))
                .distinct();
    }
}
