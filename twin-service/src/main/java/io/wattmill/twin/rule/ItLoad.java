// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.Rack;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The IT load of racks: the power that they draw when every node in them draws its most. */
public sealed interface ItLoad {

    /** Known, in watts. */
    record Known(long watts) implements ItLoad {}

    /** Not known: these node types give no power. */
    record Unknown(List<String> nodeTypes) implements ItLoad {

        /** What a rule says then. */
        public Verdict.CannotSay cannotSay() {
            return new Verdict.CannotSay(
                    "the power of node type " + String.join(", ", nodeTypes) + " is not given",
                    "give node-types."
                            + nodeTypes.getFirst()
                            + ".max-kw from the vendor's data sheet");
        }
    }

    /** The load of all racks of the plan. */
    static ItLoad of(CheckedPlan checked) {
        return checked.derived(ItLoad.class, c -> of(c.plan(), c.plan().racks()));
    }

    /**
     * A finding about each of these where the load is known; else one that says what is missing.
     */
    static <T> Stream<Finding> about(
            CheckedPlan checked, List<T> things, Function<T, Finding> finding) {
        if (things.isEmpty()) {
            return Stream.empty();
        }
        return switch (of(checked)) {
            case Unknown unknown ->
                    Stream.of(About.of(checked.plan().site()).says(unknown.cannotSay()));
            case Known _ -> things.stream().map(finding);
        };
    }

    /** The load of one rack. */
    static ItLoad of(FacilityPlan plan, Rack rack) {
        return of(plan, List.of(rack));
    }

    /** The load of some racks together. */
    static ItLoad of(FacilityPlan plan, List<Rack> racks) {
        var unknown = unknownTypes(plan, racks);
        return unknown.isEmpty()
                ? new Known(racks.stream().mapToLong(rack -> watts(plan, rack)).sum())
                : new Unknown(unknown);
    }

    private static List<String> unknownTypes(FacilityPlan plan, List<Rack> racks) {
        return racks.stream()
                .flatMap(rack -> rack.nodes().stream())
                .map(group -> plan.nodeType(group.type()))
                .filter(type -> type.maxWatts().isEmpty())
                .map(type -> type.name())
                .distinct()
                .toList();
    }

    /** The load of one rack; node types of unknown power count nothing. */
    static long watts(FacilityPlan plan, Rack rack) {
        return rack.nodes().stream()
                .mapToLong(g -> g.count() * plan.nodeType(g.type()).maxWatts().orElse(0))
                .sum();
    }
}
