// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.AirUnit;
import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.cooling.Cooling.Links;
import io.wattmill.twin.plan.cooling.HeatRejector;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A coolant unit or an air handler as the plant behind it sees it.
 *
 * @param id its id
 * @param waterC warmest water that it can be cooled with, degrees Celsius
 * @param heatWatts heat that it hands on
 * @param links what cools it
 */
record ColdSide(String id, double waterC, double heatWatts, Links links) {

    /** All of a plan. */
    static List<ColdSide> all(FacilityPlan plan) {
        var liquid = plan.cooling().coolantUnits().stream().map(unit -> of(plan, unit));
        var air = plan.cooling().airUnits().stream().map(unit -> of(plan, unit));
        return Stream.concat(liquid, air).toList();
    }

    private static ColdSide of(FacilityPlan plan, CoolantUnit unit) {
        var thermal = unit.thermal();
        return new ColdSide(
                unit.id(),
                thermal.supplyC().value() - thermal.approachK().value(),
                Heat.on(plan, unit),
                unit.links());
    }

    /** Air handlers share the heat of the room by what they carry. */
    private static ColdSide of(FacilityPlan plan, AirUnit unit) {
        double all = plan.cooling().airUnits().stream().mapToDouble(AirUnit::coolingWatts).sum();
        double share = unit.coolingWatts() / Math.max(1, all);
        return new ColdSide(
                unit.id(),
                unit.supplyC().value() - unit.approachK().value(),
                Heat.air(plan) * share,
                unit.links());
    }

    /** Chillers that may cool it. */
    List<Chiller> chillers(FacilityPlan plan) {
        return plan.cooling().chillers().stream().filter(each -> may(each.id())).toList();
    }

    /** The rejector that gives the coldest water at the hottest hour, of those that may cool it. */
    Optional<HeatRejector> coldest(FacilityPlan plan, Outside outside) {
        return rejectors(plan).stream().min(Comparator.comparingDouble(outside::hottestC));
    }

    /** Heat of racks that no planned unit takes, watts. */
    static double unplanned(FacilityPlan plan) {
        double air = plan.cooling().airUnits().isEmpty() ? Heat.air(plan) : 0;
        return air
                + plan.racks().stream()
                        .filter(rack -> rack.coolantUnits().isEmpty())
                        .mapToDouble(rack -> Heat.liquid(plan, rack))
                        .sum();
    }

    /** Behind a chiller that is named, its own rejectors count: water may go past it. */
    List<HeatRejector> rejectors(FacilityPlan plan) {
        var behind =
                chillers(plan).stream()
                        .flatMap(chiller -> chiller.links().cooledBy().stream())
                        .toList();
        return plan.cooling().rejectors().stream()
                .filter(each -> may(each.id()) || behind.contains(each.id()) || behindAny(plan))
                .toList();
    }

    private boolean behindAny(FacilityPlan plan) {
        return chillers(plan).stream().anyMatch(each -> each.links().cooledBy().isEmpty());
    }

    private boolean may(String id) {
        return links.cooledBy().isEmpty() || links.cooledBy().contains(id);
    }
}
