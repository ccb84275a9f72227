// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.FacilityPlan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Names that point at other parts of the plan, and ids that must be unique. */
final class References {
    private References() {}

    static void check(FacilityPlan plan, Problems problems) {
        var feeds = unique("feeds", plan.feeds().size(), i -> plan.feeds().get(i).id(), problems);
        var breakers =
                unique(
                        "breakers",
                        plan.breakers().size(),
                        i -> plan.breakers().get(i).id(),
                        problems);
        var facility = plan.facility();
        var ups = unique("ups", facility.ups().size(), i -> facility.ups().get(i).id(), problems);
        var pdus =
                unique("pdus", facility.pdus().size(), i -> facility.pdus().get(i).id(), problems);
        var cdus =
                unique(
                        "cdus",
                        facility.coolantUnits().size(),
                        i -> facility.coolantUnits().get(i).id(),
                        problems);
        unique("racks", plan.racks().size(), i -> plan.racks().get(i).id(), problems);
        unique("models", plan.models().size(), i -> plan.models().get(i).id(), problems);
        var types = plan.nodeTypes().keySet();
        each(
                plan.breakers().size(),
                i -> {
                    var breaker = plan.breakers().get(i);
                    var path = "breakers[" + i + "]";
                    known(path + ".feed", breaker.feed(), feeds, problems);
                    eachOnce(path + ".ups", breaker.ups(), ups, problems);
                    breaker.pdu().ifPresent(pdu -> known(path + ".pdu", pdu, pdus, problems));
                });
        each(plan.racks().size(), i -> rack(plan, i, breakers, types, problems));
        each(
                plan.racks().size(),
                i ->
                        plan.racks()
                                .get(i)
                                .coolantUnit()
                                .ifPresent(
                                        cdu -> known("racks[" + i + "].cdu", cdu, cdus, problems)));
        each(
                plan.models().size(),
                i ->
                        known(
                                "models[" + i + "].node-type",
                                plan.models().get(i).nodeType(),
                                types,
                                problems));
    }

    private static void rack(
            FacilityPlan plan,
            int index,
            Set<String> breakers,
            Set<String> types,
            Problems problems) {
        var rack = plan.racks().get(index);
        var path = "racks[" + index + "]";
        eachOnce(path + ".breakers", rack.breakers(), breakers, problems);
        each(
                rack.nodes().size(),
                i ->
                        known(
                                path + ".nodes[" + i + "].type",
                                rack.nodes().get(i).type(),
                                types,
                                problems));
    }

    private static void eachOnce(
            String path, List<String> names, Set<String> known, Problems problems) {
        var seen = new HashSet<String>();
        for (var name : names) {
            known(path, name, known, problems);
            if (!seen.add(name)) {
                problems.add(path, name, "", "is named twice", "name it once");
            }
        }
    }

    private static Set<String> unique(
            String list, int size, IntFunction<String> id, Problems problems) {
        var seen = new HashSet<String>();
        each(
                size,
                i -> {
                    if (!id.apply(i).isEmpty() && !seen.add(id.apply(i))) {
                        var path = list + "[" + i + "].id";
                        problems.add(path, id.apply(i), "", "is taken", "give each its own id");
                    }
                });
        return seen;
    }

    private static void known(String path, String name, Set<String> names, Problems problems) {
        // An empty name is the stand-in for one that the layout has already reported.
        if (!name.isEmpty() && !names.contains(name)) {
            var fix = "name one of " + List.copyOf(names).stream().sorted().limit(20).toList();
            problems.add(path, name, "", "names nothing in this plan", fix);
        }
    }

    private static void each(int size, java.util.function.IntConsumer action) {
        for (int i = 0; i < size; i++) {
            action.accept(i);
        }
    }
}
