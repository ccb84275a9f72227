// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.plan.power.PowerFlow;
import io.wattmill.twin.plan.power.PowerFlow.Load;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.RackLoad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * How the load of the racks spreads over the power chain, and what a loss comes to. Made once per
 * plan of which the power of every node type is known.
 */
final class PowerChain {
    private final PowerTree tree;
    private final List<Rack> racks;
    private final List<Load> loads;
    private final Map<String, Long> normal;
    private Map<String, Long> worst = Map.of();
    private Map<String, Double> handedOn = Map.of();
    private Map<String, List<Rack>> behind = Map.of();

    /** What a loss comes to. */
    sealed interface Loss {
        /** These racks have no other way to power. */
        record Dark(List<Rack> racks) implements Loss {}

        /** Of all that takes over, this is the fullest. */
        record Survived(PowerUnit fullest, long watts, long limitWatts) implements Loss {
            double share() {
                return (double) watts / limitWatts;
            }
        }
    }

    PowerChain(FacilityPlan plan) {
        tree = plan.power().tree();
        racks = plan.racks();
        loads = Stream.concat(rackLoads(plan), CoolingLoads.of(plan.cooling())).toList();
        normal = new PowerFlow(tree, Set.of()).carried(loads);
    }

    private static Stream<Load> rackLoads(FacilityPlan plan) {
        return plan.racks().stream()
                .map(rack -> new Load(rack.fedBy(), RackLoad.watts(plan, rack)));
    }

    /**
     * A finding about each of these, where the power of every node type is known; one that says
     * what is missing where it is not.
     */
    static <T> Stream<Finding> about(
            FacilityPlan plan, List<T> things, BiFunction<PowerChain, T, Finding> finding) {
        if (things.isEmpty()) {
            return Stream.empty();
        }
        return switch (RackLoad.of(plan, plan.racks())) {
            case RackLoad.Unknown unknown ->
                    Stream.of(About.of(plan.site()).says(unknown.cannotSay()));
            case RackLoad.Known _ -> {
                var chain = new PowerChain(plan);
                yield things.stream().map(thing -> finding.apply(chain, thing));
            }
        };
    }

    /** The breakers, in plan order. */
    List<Breaker> breakers() {
        return tree.units().stream()
                .filter(Breaker.class::isInstance)
                .map(Breaker.class::cast)
                .toList();
    }

    /** Which unit feeds which. */
    PowerTree tree() {
        return tree;
    }

    /** Watts on each unit, and the racks without power, while all of these are gone. */
    Without without(Set<String> lost) {
        var flow = new PowerFlow(tree, lost);
        var dark = racks.stream().filter(rack -> !flow.reaches(rack.fedBy())).toList();
        return new Without(dark, flow.carried(loads));
    }

    /**
     * What is while some units are gone.
     *
     * @param dark racks without power
     * @param carried watts by unit
     */
    record Without(List<Rack> dark, Map<String, Long> carried) {
        long watts(PowerUnit unit) {
            return carried.getOrDefault(unit.id(), 0L);
        }
    }

    /** The most watts that the unit carries when nothing or any one unit is lost. */
    long worst(PowerUnit unit) {
        if (worst.isEmpty()) {
            worst = afterLosses();
        }
        return worst.getOrDefault(unit.id(), 0L);
    }

    private Map<String, Long> afterLosses() {
        Map<String, Long> most = new HashMap<>(normal);
        for (PowerUnit lost : tree.units()) {
            var flow = new PowerFlow(tree, Set.of(lost.id()));
            flow.carried(loads).forEach((id, watts) -> most.merge(id, watts, Math::max));
        }
        return most;
    }

    /** Watts that the unit hands on while nothing is lost, with the losses of all below it. */
    double handedOn(PowerUnit unit) {
        if (handedOn.isEmpty()) {
            handedOn = withLosses();
        }
        return handedOn.getOrDefault(unit.id(), 0.0);
    }

    private Map<String, Double> withLosses() {
        Map<String, Double> out = new HashMap<>();
        loads.forEach(load -> spread(load.fedBy(), load.watts(), out));
        for (PowerUnit unit : tree.loadsFirst()) {
            double watts = out.getOrDefault(unit.id(), 0.0);
            double lost = unit.losses().watts(watts, Math.max(1, unit.ratedWatts()));
            spread(unit.fedBy(), watts + lost, out);
        }
        return out;
    }

    private static void spread(List<String> ids, double watts, Map<String, Double> out) {
        ids.forEach(id -> out.merge(id, watts / ids.size(), Double::sum));
    }

    /** All but breakers that carry something, in plan order. */
    List<PowerUnit> units() {
        return tree.units().stream()
                .filter(unit -> unit.kind() != Kind.BREAKER && load(unit) > 0)
                .toList();
    }

    /** Watts on the unit while nothing is lost. */
    long load(PowerUnit unit) {
        return normal.getOrDefault(unit.id(), 0L);
    }

    /** What becomes of the racks when this unit is gone. */
    Loss lose(PowerUnit lost) {
        var flow = new PowerFlow(tree, Set.of(lost.id()));
        var dark = racks.stream().filter(rack -> !flow.reaches(rack.fedBy())).toList();
        return dark.isEmpty() ? fullest(flow.carried(loads)) : new Loss.Dark(dark);
    }

    /** Of what carries more than before; where a watt is too little to tell, of what carries. */
    private Loss fullest(Map<String, Long> after) {
        return fullest(after, 1).or(() -> fullest(after, 0)).orElseThrow();
    }

    private Optional<Loss.Survived> fullest(Map<String, Long> after, long leastMore) {
        return tree.units().stream()
                .filter(unit -> after.containsKey(unit.id()))
                .map(unit -> survived(unit, after.getOrDefault(unit.id(), 0L)))
                .filter(loss -> loss.watts() - load(loss.fullest()) >= leastMore)
                .max(Comparator.comparingDouble(Loss.Survived::share));
    }

    private static Loss.Survived survived(PowerUnit unit, long watts) {
        return new Loss.Survived(unit, watts, Math.max(1, unit.continuousWatts()));
    }

    /** The racks whose power can come through this unit, in plan order. */
    List<Rack> racksBehind(PowerUnit unit) {
        if (behind.isEmpty()) {
            behind = behind();
        }
        return behind.getOrDefault(unit.id(), List.of());
    }

    private Map<String, List<Rack>> behind() {
        Map<String, List<Rack>> racksBehind = new HashMap<>();
        for (Rack rack : racks) {
            tree.upstream(rack.fedBy())
                    .forEach(
                            unit ->
                                    racksBehind
                                            .computeIfAbsent(unit.id(), _ -> new ArrayList<>())
                                            .add(rack));
        }
        return racksBehind;
    }

    /** As it stands in a sentence. */
    static String text(PowerUnit unit) {
        return unit.kind().word() + " " + unit.id();
    }
}
