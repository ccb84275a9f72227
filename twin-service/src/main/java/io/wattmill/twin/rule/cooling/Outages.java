// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.facility.planned.FacilityOf;
import io.wattmill.twin.facility.planned.NodeDraw;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.Standing;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.Cooling;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.Unit;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether the heat of the hottest hour is carried while one unit is out, by the same physics as the
 * year: power and cooling are solved together, so that a pump whose feeder is gone stands still.
 */
final class Outages {
    /** What solving may leave over in a hall of megawatts. */
    private static final double NOTICEABLE_WATTS = 10;

    /** Each is an hour of physics: beyond so many only the first are taken out. */
    private static final int MOST_UNITS = 200;

    private static final int MOST_NAMES = 3;

    private final FacilityPlan plan;
    private final PowerTree tree;
    private final SingleLosses losses;
    private final Map<String, Cooling.Links> machines = new TreeMap<>();
    private final Facility facility;
    private final List<Standing> hottest;

    private Outages(CheckedPlan checked, Outside outside) {
        this.plan = checked.plan();
        this.tree = checked.tree();
        this.losses = checked.derived(SingleLosses.class, each -> new SingleLosses(each.tree()));
        var cooling = plan.cooling();
        cooling.coolantUnits().forEach(unit -> machines.put(unit.id(), unit.links()));
        cooling.airUnits().forEach(unit -> machines.put(unit.id(), unit.links()));
        cooling.chillers().forEach(unit -> machines.put(unit.id(), unit.links()));
        cooling.rejectors().forEach(unit -> machines.put(unit.id(), unit.links()));
        this.facility = FacilityOf.of(plan, NodeDraw.constant(plan, 1), outside.weather());
        this.hottest =
                facility.weather().hottestHours().stream()
                        .map(hour -> new Standing(facility, hour))
                        .toList();
    }

    static Stream<Rule> rules() {
        return Stream.of(WHOLE, OUTAGE);
    }

    private static final String PHYSICS = "power and cooling solved together in the hottest hour";

    private static final Rule WHOLE =
            new DerivedRule(
                    "cooling.hottest-hour",
                    "All of the racks' heat is carried in the hottest hour of the year.",
                    PHYSICS + "; machines that no plan names as one would buy them",
                    checked -> each(checked, outages -> Stream.of(outages.whole())));

    private static final Rule OUTAGE =
            new DerivedRule(
                    "cooling.outage",
                    "With any one unit of power or cooling out, as much heat is carried in the"
                            + " hottest hour (of the first 200 units).",
                    "N+1 rule; " + PHYSICS,
                    checked ->
                            checked.plan().place().redundancy().value() == Redundancy.N
                                    ? Stream.empty()
                                    : each(checked, Outages::outages));

    private static Stream<Finding> each(
            CheckedPlan checked, Function<Outages, Stream<Finding>> findings) {
        var plan = checked.plan();
        var cooling = plan.cooling();
        if (cooling.coolantUnits().isEmpty() && cooling.airUnits().isEmpty()) {
            return Stream.empty();
        }
        return switch (ItLoad.of(checked)) {
            case ItLoad.Unknown unknown ->
                    Stream.of(About.of(plan.site()).says(unknown.cannotSay()));
            case ItLoad.Known _ ->
                    Plant.of(checked)
                            .outside()
                            .map(outside -> findings.apply(made(checked, outside)))
                            .orElseGet(() -> Stream.of(Outdoors.noWeather(plan)));
        };
    }

    private static Outages made(CheckedPlan checked, Outside outside) {
        return checked.derived(Outages.class, each -> new Outages(each, outside));
    }

    /** Where the heat goes in the hour that leaves the most of it. */
    private Standing.Heat heat(List<String> out) {
        return hottest.stream()
                .map(hour -> hour.heat(out))
                .max(Comparator.comparingDouble(Standing.Heat::missedWatts))
                .orElseThrow();
    }

    private Finding whole() {
        var heat = heat(List.of());
        return About.of(plan.site())
                .with("racks at their most", Math.round(heat.racksWatts()), Unit.WATT)
                .notAbove(
                        noticed(heat.missedWatts()),
                        0,
                        Unit.WATT,
                        heat.missedWatts() > NOTICEABLE_WATTS
                                ? "{value} of heat stay in the room"
                                : "nothing of it stays in the room",
                        "more or larger machines for {value}, or fewer nodes");
    }

    /** Those that leave heat in the room; one finding for all where none does. */
    private Stream<Finding> outages() {
        double usual = heat(List.of()).missedWatts();
        var units = units();
        var harmful = units.stream().flatMap(id -> harm(id, usual)).toList();
        return harmful.isEmpty() ? Stream.of(harmless(units)) : harmful.stream();
    }

    private Finding harmless(List<String> units) {
        return About.of(plan.site())
                .with("units out in turn", units.size(), Unit.PIECE)
                .notAbove(
                        0,
                        0,
                        Unit.WATT,
                        "whichever of %d is out, the rest carry all heat".formatted(units.size()),
                        "");
    }

    private Stream<Finding> harm(String id, double usual) {
        var heat = heat(List.of(id));
        double more = heat.missedWatts() - usual;
        return more > NOTICEABLE_WATTS ? Stream.of(harm(id, heat, more)) : Stream.empty();
    }

    private Finding harm(String id, Standing.Heat heat, double more) {
        var still = still(id);
        return About.of(id)
                .with("racks at their most", Math.round(heat.racksWatts()), Unit.WATT)
                .with("machines without power", still.size(), Unit.PIECE)
                .notAbove(
                        noticed(more),
                        0,
                        Unit.WATT,
                        "without it {value} of heat stay in the room" + standing(still),
                        still.isEmpty()
                                ? "one more like it, or larger ones"
                                : "a second path of power for " + names(still));
    }

    private static String standing(List<String> still) {
        return still.isEmpty()
                ? ""
                : ": %s %s still".formatted(names(still), still.size() == 1 ? "stands" : "stand");
    }

    private static String names(List<String> ids) {
        var first = String.join(", ", ids.subList(0, Math.min(MOST_NAMES, ids.size())));
        int more = ids.size() - MOST_NAMES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static long noticed(double watts) {
        return watts > NOTICEABLE_WATTS ? Math.round(watts) : 0;
    }

    /** What feeds machines, from the loads on, and the machines: nothing else stops heat. */
    private List<String> units() {
        Set<String> ids = new LinkedHashSet<>();
        machines.values().stream()
                .flatMap(links -> tree.upstreamIds(links.fedBy()).stream())
                .forEach(ids::add);
        ids.addAll(machines.keySet());
        var known = Set.copyOf(facility.mayFail());
        return ids.stream().filter(known::contains).limit(MOST_UNITS).toList();
    }

    /** Machines that no live unit feeds once this one is gone. */
    private List<String> still(String lost) {
        var alive = losses.without(lost);
        return machines.entrySet().stream()
                .filter(each -> !each.getValue().fedBy().isEmpty())
                .filter(each -> !alive.hasAny(each.getValue().fedBy()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
