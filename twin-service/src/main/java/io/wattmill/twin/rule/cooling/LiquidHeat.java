// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.rule.ItLoad;

import java.util.List;

/** The heat that racks put into liquid when every node in them draws its most. */
final class LiquidHeat {
    private static final long PPM = 1_000_000;

    private LiquidHeat() {}

    /** Whether any node of the rack is cooled by liquid. */
    static boolean concerns(FacilityPlan plan, Rack rack) {
        return rack.nodes().stream().anyMatch(g -> plan.nodeType(g.type()).liquidPpm() > 0);
    }

    /**
     * The heat that some racks put into one of their coolant units; known when the power of what is
     * cooled by liquid is.
     */
    static ItLoad shareOf(FacilityPlan plan, List<Rack> racks) {
        var unknown =
                racks.stream()
                        .flatMap(rack -> rack.nodes().stream())
                        .map(group -> plan.nodeType(group.type()))
                        .filter(type -> type.liquidPpm() > 0 && type.maxWatts().isEmpty())
                        .map(NodeType::name)
                        .distinct()
                        .toList();
        return unknown.isEmpty()
                ? new ItLoad.Known(racks.stream().mapToLong(r -> share(plan, r)).sum())
                : new ItLoad.Unknown(unknown);
    }

    private static long share(FacilityPlan plan, Rack rack) {
        return Math.ceilDiv(watts(plan, rack), Math.max(1, rack.coolantUnits().size()));
    }

    /** Heat of a rack that goes into liquid, watts; what is of unknown power counts nothing. */
    static long watts(FacilityPlan plan, Rack rack) {
        return rack.nodes().stream()
                .mapToLong(
                        group -> {
                            var type = plan.nodeType(group.type());
                            long all = group.count() * type.maxWatts().orElse(0);
                            return Math.ceilDiv(all * type.liquidPpm(), PPM);
                        })
                .sum();
    }
}
