// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.floor;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.stream.Stream;

/** Whether nodes fit racks, and racks the room. */
final class Room {
    private static final long CM2_PER_M2 = 10_000;

    /** A rack with its half of a cold and a hot aisle takes some three times its footprint. */
    private static final long WITH_AISLES = 3;

    private Room() {}

    static Stream<Rule> rules() {
        return Stream.of(RAISED, UNITS, MASS, AREA, AISLES);
    }

    private static final Rule RAISED =
            new StatedRule(
                    "floor.raised",
                    "A rack weighs no more per area than the raised floor bears.",
                    "mass over footprint; plan: rating of the raised floor",
                    plan -> plan.racks().stream().flatMap(rack -> raised(plan, rack)));

    private static final Rule UNITS =
            new StatedRule(
                    "floor.rack.units",
                    "The nodes of a rack are no higher together than the rack.",
                    "plan: height of nodes and racks",
                    plan -> plan.racks().stream().map(rack -> units(plan, rack)));

    private static final Rule MASS =
            new StatedRule(
                    "floor.rack.mass",
                    "A rack weighs at least what the nodes in it do.",
                    "plan: mass of nodes and racks",
                    plan -> plan.racks().stream().flatMap(rack -> mass(plan, rack)));

    private static final Rule AREA =
            new StatedRule(
                    "floor.area",
                    "Racks stand on no more floor than there is.",
                    "plan: footprints against area",
                    plan -> Stream.of(area(plan, 1, false)));

    private static final Rule AISLES =
            new StatedRule(
                    "floor.aisles",
                    "There is room for aisles: three times the footprint of the racks.",
                    "house bound: 1.2 m cold and 0.9 m hot aisle on a 1.2 m deep rack",
                    plan -> Stream.of(area(plan, WITH_AISLES, true)));

    private static Stream<Finding> raised(FacilityPlan plan, Rack rack) {
        var rating = plan.building().floor().raisedKgPerM2();
        if (rating.isEmpty() || rack.massKg().isEmpty() || rack.footprintCm2().isEmpty()) {
            return rating.isEmpty() ? Stream.empty() : Stream.of(noMass(rack));
        }
        long kg = rack.massKg().getAsLong();
        long cm2 = Math.max(1, rack.footprintCm2().getAsLong());
        return Stream.of(
                About.of(rack.id())
                        .with("mass", kg, Unit.KG)
                        .with("footprint", cm2, Unit.CM2)
                        .atMost(
                                Math.ceilDiv(kg * CM2_PER_M2, cm2),
                                rating.getAsLong(),
                                Unit.KG_PER_M2,
                                "{value} on a raised floor that bears {limit}",
                                "stand the rack on the slab, or spread its load"));
    }

    private static Finding noMass(Rack rack) {
        return About.of(rack.id())
                .unknown(
                        "mass or footprint of the rack is not given",
                        "give mass-kg and footprint-m2 of rack " + rack.id());
    }

    private static Finding units(FacilityPlan plan, Rack rack) {
        var about = About.of(rack.id());
        boolean known =
                rack.nodes().stream()
                        .allMatch(g -> plan.nodeType(g.type()).host().units().isPresent());
        if (!known || rack.units().isEmpty()) {
            return about.unknown(
                    "the height of rack or nodes is not given",
                    "give units of rack %s and of its node types".formatted(rack.id()));
        }
        long high = rack.nodes().stream().mapToLong(group -> units(plan, group)).sum();
        return about.notAbove(
                high,
                rack.units().getAsInt(),
                Unit.RACK_UNIT,
                "nodes of {value} in a rack of {limit}",
                "fewer nodes, or a rack of {value}");
    }

    private static long units(FacilityPlan plan, NodeGroup group) {
        return (long) group.count() * plan.nodeType(group.type()).host().units().orElse(0);
    }

    private static Stream<Finding> mass(FacilityPlan plan, Rack rack) {
        long nodes =
                rack.nodes().stream()
                        .mapToLong(
                                g -> g.count() * plan.nodeType(g.type()).host().massKg().orElse(0))
                        .sum();
        if (nodes == 0) {
            return Stream.empty();
        }
        return Stream.of(
                rack.massKg().isEmpty()
                        ? noMass(rack)
                        : About.of(rack.id())
                                .with("nodes", nodes, Unit.KG)
                                .notAbove(
                                        nodes,
                                        rack.massKg().getAsLong(),
                                        Unit.KG,
                                        "nodes of {value} in a rack of {limit} in all",
                                        "mass-kg with rack, cables and coolant: more than"
                                                + " {value}"));
    }

    private static Finding area(FacilityPlan plan, long times, boolean advice) {
        long racks = plan.racks().stream().mapToLong(r -> r.footprintCm2().orElse(0)).sum();
        var about =
                About.of(plan.site())
                        .with("racks", plan.racks().size(), Unit.RACK)
                        .with("footprints", racks, Unit.CM2);
        boolean known = plan.racks().stream().allMatch(r -> r.footprintCm2().isPresent());
        var area = plan.building().floor().areaCm2();
        if (area.isEmpty() || !known) {
            return about.unknown(
                    "the area of the room or of a rack is not given",
                    "give floor.area-m2 and footprint-m2 of the racks");
        }
        long wanted = times * racks;
        var fix = "a room of {value} or more, or fewer racks";
        return advice
                ? about.advised(
                        wanted,
                        area.getAsLong(),
                        Unit.CM2,
                        "{value} with aisles in a room of {limit}",
                        fix)
                : about.notAbove(
                        wanted, area.getAsLong(), Unit.CM2, "{value} in a room of {limit}", fix);
    }
}
