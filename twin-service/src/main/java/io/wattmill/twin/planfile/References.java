// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Names that point at other parts of the plan, and ids that must be unique. */
final class References {
    private final FacilityPlan plan;
    private final Problems problems;

    private References(FacilityPlan plan, Problems problems) {
        this.plan = plan;
        this.problems = problems;
    }

    static void check(FacilityPlan plan, Problems problems) {
        var references = new References(plan, problems);
        references.power();
        references.racks();
        references.cooling();
        references.models();
    }

    private void power() {
        var ids = new HashSet<String>();
        var known = names(plan.power().units(), PowerUnit::id);
        for (Kind kind : Kind.values()) {
            var units = plan.power().units().stream().filter(u -> u.kind() == kind).toList();
            unique(kind.key(), units, PowerUnit::id, ids);
            indexed(
                    kind.key(),
                    units,
                    (at, unit) -> {
                        eachOnce(at + ".fed-by", unit.fedBy(), known);
                        eachOnce(at + ".backed-by", unit.backedBy(), known);
                    });
        }
        PowerShape.check(plan.power(), problems);
    }

    private void racks() {
        var power = names(plan.power().units(), PowerUnit::id);
        var cdus = names(plan.cooling().coolantUnits(), unit -> unit.id());
        var types = plan.nodeTypes().keySet();
        unique("racks", plan.racks(), rack -> rack.id(), new HashSet<>());
        indexed(
                "racks",
                plan.racks(),
                (at, rack) -> {
                    eachOnce(at + ".fed-by", rack.fedBy(), power);
                    eachOnce(at + ".cdus", rack.coolantUnits(), cdus);
                    indexed(
                            at + ".nodes",
                            rack.nodes(),
                            (node, group) -> known(node + ".type", group.type(), types));
                });
    }

    private void cooling() {
        var cooling = plan.cooling();
        var ids = new HashSet<String>();
        unique("cdus", cooling.coolantUnits(), unit -> unit.id(), ids);
        unique("crahs", cooling.airUnits(), unit -> unit.id(), ids);
        unique("chillers", cooling.chillers(), unit -> unit.id(), ids);
        unique("heat-rejectors", cooling.rejectors(), unit -> unit.id(), ids);
        var outside = names(cooling.rejectors(), unit -> unit.id());
        var sinks = new HashSet<>(outside);
        sinks.addAll(names(cooling.chillers(), unit -> unit.id()));
        indexed("cdus", cooling.coolantUnits(), (at, unit) -> links(at, unit.links(), sinks));
        indexed("crahs", cooling.airUnits(), (at, unit) -> links(at, unit.links(), sinks));
        indexed("chillers", cooling.chillers(), (at, unit) -> links(at, unit.links(), outside));
        indexed(
                "heat-rejectors",
                cooling.rejectors(),
                (at, unit) -> links(at, unit.links(), Set.of()));
    }

    private void links(
            String at,
            io.wattmill.twin.plan.cooling.Cooling.Links links,
            Collection<String> sinks) {
        eachOnce(at + ".fed-by", links.fedBy(), names(plan.power().units(), PowerUnit::id));
        eachOnce(at + ".cooled-by", links.cooledBy(), sinks);
    }

    private void models() {
        var ids = names(plan.models(), model -> model.id());
        unique("models", plan.models(), model -> model.id(), new HashSet<>());
        indexed(
                "models",
                plan.models(),
                (at, model) ->
                        known(at + ".node-type", model.nodeType(), plan.nodeTypes().keySet()));
        unique("workloads", plan.workloads(), load -> load.id(), new HashSet<>());
        indexed(
                "workloads",
                plan.workloads(),
                (at, load) -> known(at + ".model", load.model(), ids));
    }

    private interface At<T> {
        void check(String path, T thing);
    }

    private static <T> void indexed(String list, List<T> things, At<T> check) {
        IntFunction<String> path = i -> list + "[" + i + "]";
        IntStream.range(0, things.size()).forEach(i -> check.check(path.apply(i), things.get(i)));
    }

    private static <T> Set<String> names(List<T> things, Function<T, String> name) {
        var names = new HashSet<String>();
        things.forEach(thing -> names.add(name.apply(thing)));
        return names;
    }

    private <T> void unique(
            String list, List<T> things, Function<T, String> name, Set<String> taken) {
        indexed(
                list,
                things,
                (at, thing) -> {
                    var id = name.apply(thing);
                    if (!id.isEmpty() && !taken.add(id)) {
                        problems.add(at + ".id", id, "", "is taken", "give each its own id");
                    }
                });
    }

    private void eachOnce(String path, List<String> names, Collection<String> known) {
        var seen = new HashSet<String>();
        for (var name : names) {
            known(path, name, known);
            if (!seen.add(name)) {
                problems.add(path, name, "", "is named twice", "name it once");
            }
        }
    }

    private void known(String path, String name, Collection<String> names) {
        // An empty name stands in for one that the layout has already reported.
        if (!name.isEmpty() && !names.contains(name)) {
            var some = names.stream().filter(n -> !n.isEmpty()).sorted().limit(20).toList();
            var fix = some.isEmpty() ? "leave it out" : "name one of " + some;
            var hint = Nearest.hint(name, names);
            problems.add(path, name, "", "names nothing in this plan", fix + hint);
        }
    }
}
