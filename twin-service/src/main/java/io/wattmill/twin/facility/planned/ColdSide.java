// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.Cooling;
import io.wattmill.twin.plan.cooling.HeatRejector;

import java.util.List;

/**
 * What takes a bank's heat in a plan.
 *
 * @param heatWatts heat at its most, by which a machine's capacity is divided among those who use
 *     it
 * @param chillers that stand in between; none = the heat goes straight outside
 * @param rejectors all of one kind: where a plan mixes kinds behind one bank, those that carry more
 */
record ColdSide(double heatWatts, List<Chiller> chillers, List<HeatRejector> rejectors) {

    /**
     * Who takes this heat.
     *
     * @param cooledBy ids of the plan; none: all of the site that can
     * @param chilled whether a bank that does not say has the site's chillers
     */
    static ColdSide of(Cooling cooling, List<String> cooledBy, boolean chilled, double heatWatts) {
        List<Chiller> chillers =
                cooling.chillers().stream()
                        .filter(each -> cooledBy.isEmpty() ? chilled : cooledBy.contains(each.id()))
                        .toList();
        List<String> warm =
                chillers.stream().flatMap(each -> each.links().cooledBy().stream()).toList();
        boolean any = cooledBy.isEmpty() || (!chillers.isEmpty() && warm.isEmpty());
        List<HeatRejector> rejectors =
                cooling.rejectors().stream()
                        .filter(
                                each ->
                                        any
                                                || cooledBy.contains(each.id())
                                                || warm.contains(each.id()))
                        .toList();
        return new ColdSide(heatWatts, chillers, strongest(rejectors));
    }

    private static List<HeatRejector> strongest(List<HeatRejector> rejectors) {
        HeatRejector.Kind kind =
                watts(rejectors, HeatRejector.Kind.TOWER)
                                >= watts(rejectors, HeatRejector.Kind.DRY_COOLER)
                        ? HeatRejector.Kind.TOWER
                        : HeatRejector.Kind.DRY_COOLER;
        return rejectors.stream().filter(each -> each.kind() == kind).toList();
    }

    private static long watts(List<HeatRejector> rejectors, HeatRejector.Kind kind) {
        return rejectors.stream()
                .filter(each -> each.kind() == kind)
                .mapToLong(HeatRejector::heatWatts)
                .sum();
    }

    boolean uses(String id) {
        return chillers.stream().anyMatch(each -> each.id().equals(id))
                || rejectors.stream().anyMatch(each -> each.id().equals(id));
    }
}
