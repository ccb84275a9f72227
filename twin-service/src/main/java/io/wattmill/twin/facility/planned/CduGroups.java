// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.cooling.Cooling.Links;
import io.wattmill.twin.plan.room.Rack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Coolant units that stand in for each other: those that some rack hangs on together, and those
 * that the plan puts in one group. Overlapping sets are taken as one loop, which carries its heat
 * evenly. A plan with racks for water and no coolant unit has those that one would buy.
 */
final class CduGroups {
    /** Name of the units where the plan has none. */
    private static final String ASSUMED = "cdu";

    private static final long RISE_TENTHS_KELVIN = 100;

    private final List<List<CoolantUnit>> groups = new ArrayList<>();

    CduGroups(FacilityPlan plan) {
        List<CoolantUnit> planned = plan.cooling().coolantUnits();
        List<CoolantUnit> units = planned.isEmpty() ? assumed(plan) : planned;
        units.forEach(unit -> groups.add(List.of(unit)));
        plan.racks().forEach(rack -> join(rack.coolantUnits()));
        for (CoolantUnit unit : units) {
            unit.links()
                    .group()
                    .ifPresent(
                            word ->
                                    join(
                                            units.stream()
                                                    .filter(each -> isOf(each, word))
                                                    .map(CoolantUnit::id)
                                                    .toList()));
        }
    }

    /** Units that a plan is silent about: none where no rack has heat for water. */
    private static List<CoolantUnit> assumed(FacilityPlan plan) {
        double heat =
                plan.racks().stream()
                        .mapToDouble(
                                rack ->
                                        FacilityOf.ratedWatts(plan, rack)
                                                * FacilityOf.liquidShare(plan, rack))
                        .sum();
        long each = (long) Math.ceil(Machines.SIZED * heat / (Machines.ASSUMED_UNITS - 1));
        return heat <= 0
                ? List.of()
                : IntStream.rangeClosed(1, Machines.ASSUMED_UNITS)
                        .mapToObj(i -> assumed(ASSUMED + "-" + i, each))
                        .toList();
    }

    private static CoolantUnit assumed(String id, long watts) {
        long flow =
                new CoolantUnit(id, 1, CoolantUnit.Coolant.PG25, RISE_TENTHS_KELVIN).flowFor(watts);
        return new CoolantUnit(
                id,
                flow,
                CoolantUnit.Coolant.PG25,
                RISE_TENTHS_KELVIN,
                OptionalLong.of(watts),
                new CoolantUnit.Thermal(
                        CoolantUnit.Thermal.SUPPLY_C,
                        CoolantUnit.Thermal.APPROACH_K,
                        CoolantUnit.Thermal.pumpFor(flow)),
                new Links(List.of(), List.of(), Optional.of(ASSUMED)));
    }

    private static boolean isOf(CoolantUnit unit, String word) {
        return unit.links().group().filter(word::equals).isPresent();
    }

    private void join(List<String> ids) {
        List<CoolantUnit> joined = new ArrayList<>();
        groups.removeIf(
                group ->
                        group.stream().anyMatch(unit -> ids.contains(unit.id()))
                                && joined.addAll(group));
        if (!joined.isEmpty()) {
            groups.add(List.copyOf(joined));
        }
    }

    /** The groups, each with at least one unit. */
    List<List<CoolantUnit>> all() {
        return List.copyOf(groups);
    }

    /** Name of the bank that the rack hangs on; the first one's, where the plan does not say. */
    Optional<String> bankOf(Rack rack) {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                groups.stream()
                        .filter(
                                group ->
                                        group.stream()
                                                .anyMatch(
                                                        unit ->
                                                                rack.coolantUnits()
                                                                        .contains(unit.id())))
                        .findFirst()
                        .map(CduGroups::name)
                        .orElse(name(groups.getFirst())));
    }

    /** Name of a bank: its group's word, its only unit's, or its units' joined. */
    static String name(List<CoolantUnit> group) {
        var words = group.stream().map(unit -> unit.links().group()).distinct().toList();
        return words.size() == 1 && words.getFirst().isPresent() && group.size() > 1
                ? words.getFirst().get()
                : String.join("+", group.stream().map(CoolantUnit::id).toList());
    }
}
