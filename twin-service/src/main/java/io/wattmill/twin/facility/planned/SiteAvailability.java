// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import static java.util.stream.Collectors.toSet;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.availability.Availability;
import io.wattmill.twin.availability.Component;
import io.wattmill.twin.availability.Spares;
import io.wattmill.twin.availability.Survey;
import io.wattmill.twin.availability.Tier;
import io.wattmill.twin.facility.power.NetworkUnit;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.Standing;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.upkeep.Part;
import io.wattmill.twin.plan.upkeep.Upkeep;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How much of the time a planned site serves. Power and cooling are gone through state by state in
 * the hottest hours, by either bulb and the worse of both, as if it were always that hot; nodes
 * fail on their own, with spares that stand in.
 *
 * @param building states of power and cooling
 * @param power share of the time that the chain serves everything, were the cooling perfect
 * @param cooling likewise for the cooling, were the chain perfect
 * @param node share of the time that one node works, its GPUs among it
 * @param nodes mean share of the planned nodes that work, with the spares of the plan
 * @param capacity mean share of the site that serves: building times nodes
 * @param tier the highest of Uptime's tiers whose hours the building reaches
 */
public record SiteAvailability(
        Survey building,
        Figure power,
        Figure cooling,
        Figure node,
        Figure nodes,
        Figure capacity,
        Tier tier) {
    /** Two parts out at once of some sixty; what lies beyond widens the interval. */
    private static final int MOST_STATES = 2_000;

    /** Availability of the plan's site. */
    public static SiteAvailability of(FacilityPlan plan, Facility facility) {
        List<Standing> hottest =
                facility.weather().hottestHours().stream()
                        .map(hour -> new Standing(facility, hour))
                        .toList();
        ToDoubleFunction<List<String>> served =
                out -> hottest.stream().mapToDouble(each -> each.served(out)).min().orElseThrow();
        List<Component> parts = SiteParts.of(facility, plan.upkeep());
        Set<String> chain = facility.units().stream().map(NetworkUnit::id).collect(toSet());
        Survey building = Survey.of(parts, served, MOST_STATES);
        Figure power = full(parts, chain::contains, served);
        Figure cooling = full(parts, id -> !chain.contains(id), served);
        Figure node = node(plan);
        Figure nodes = nodes(plan, node);
        return new SiteAvailability(
                building,
                power,
                cooling,
                node,
                nodes,
                building.served().times(nodes),
                Tier.reachedBy(building.full().value()));
    }

    private static Figure full(
            List<Component> parts, Predicate<String> of, ToDoubleFunction<List<String>> served) {
        List<Component> some = parts.stream().filter(part -> of.test(part.id())).toList();
        return Survey.of(some, served, MOST_STATES).full();
    }

    /** A node is out when it fails itself or any of its GPUs does: rates add up. */
    private static Figure node(FacilityPlan plan) {
        Upkeep upkeep = plan.upkeep();
        Figure gpu = SiteParts.availability(upkeep, Part.GPU);
        Figure host = SiteParts.availability(upkeep, Part.NODE);
        double gpus = (double) plan.gpus() / Math.max(1, count(plan));
        return new Figure(
                host.value() * Math.pow(gpu.value(), gpus),
                host.low() * Math.pow(gpu.low(), gpus),
                host.high() * Math.pow(gpu.high(), gpus),
                host.provenance().and(gpu.provenance()).and(Provenance.DERIVED),
                "node and its GPUs in series");
    }

    private static Figure nodes(FacilityPlan plan, Figure node) {
        int count = (int) Math.max(1, count(plan));
        int spares = plan.upkeep().spares(Part.NODE);
        return new Figure(
                Spares.expectedCapacity(count, spares, node.value()),
                Spares.expectedCapacity(count, spares, node.low()),
                Spares.expectedCapacity(count, spares, node.high()),
                node.provenance(),
                spares + " spare nodes of the plan");
    }

    /** Hours a year in which not everything is served, by the building alone. */
    public double hoursDown() {
        return Availability.hoursDown(building.full().value());
    }

    private static long count(FacilityPlan plan) {
        return plan.racks().stream()
                .map(Rack::nodes)
                .flatMap(List::stream)
                .mapToLong(NodeGroup::count)
                .sum();
    }
}
