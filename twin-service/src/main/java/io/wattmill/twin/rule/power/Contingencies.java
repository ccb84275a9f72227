// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the load of the racks spreads over the power chain, and what each loss comes to: the N-1
 * analysis of power systems. Made once per checked plan of which the power of every node type is
 * known.
 */
final class Contingencies {
    private final PowerTree tree;
    private final List<Rack> racks;
    private final PowerFlow flow;
    private final PowerFlow.State normal;
    private final long[] limits;
    private final int[] inPlanOrder;
    private long[] worst = {};
    private final Map<String, Loss> losses = new HashMap<>();
    private Map<String, List<Rack>> behind = Map.of();

    private Contingencies(FacilityPlan plan, PowerTree tree) {
        this.tree = tree;
        racks = plan.racks();
        flow =
                new PowerFlow(
                        tree,
                        Stream.concat(rackLoads(plan), CoolingLoads.of(plan.cooling())).toList());
        normal = flow.without(Set.of());
        limits =
                tree.sourcesFirst().stream()
                        .mapToLong(unit -> Math.max(1, unit.continuousWatts()))
                        .toArray();
        inPlanOrder =
                tree.units().stream().mapToInt(flow::number).filter(unit -> unit >= 0).toArray();
    }

    static Contingencies of(CheckedPlan checked) {
        return checked.derived(
                Contingencies.class, each -> new Contingencies(each.plan(), each.tree()));
    }

    private static Stream<ElectricLoad> rackLoads(FacilityPlan plan) {
        return plan.racks().stream()
                .map(rack -> new ElectricLoad(rack.fedBy(), ItLoad.watts(plan, rack)));
    }

    /**
     * A finding about each of these, where the power of every node type is known; one that says
     * what is missing where it is not.
     */
    static <T> Stream<Finding> about(
            CheckedPlan checked, List<T> things, BiFunction<Contingencies, T, Finding> finding) {
        return ItLoad.about(checked, things, thing -> finding.apply(of(checked), thing));
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
        var state = flow.without(lost);
        return new Without(dark(state), state);
    }

    /** The racks are the first of the loads. */
    private List<Rack> dark(PowerFlow.State state) {
        return IntStream.range(0, racks.size())
                .filter(rack -> !state.reaches(rack))
                .mapToObj(racks::get)
                .toList();
    }

    /** The most watts that the unit carries when nothing or any one unit is lost. */
    long worst(PowerUnit unit) {
        loseEach();
        int number = flow.number(unit);
        return number < 0 ? 0 : worst[number];
    }

    /** Takes every unit out once, for all rules that ask what then is. */
    private void loseEach() {
        if (worst.length > 0 || limits.length == 0) {
            return;
        }
        worst = new long[limits.length];
        Arrays.setAll(worst, normal::watts);
        for (PowerUnit lost : tree.units()) {
            var state = flow.without(Set.of(lost.id()));
            Arrays.setAll(worst, unit -> Math.max(worst[unit], state.watts(unit)));
            losses.put(lost.id(), loss(state));
        }
    }

    /** Watts that the unit hands on while nothing is lost, with the losses of all below it. */
    double handedOn(PowerUnit unit) {
        return normal.exactWatts(unit);
    }

    /** Units that carry something, in plan order; breakers only where they are asked for. */
    List<PowerUnit> units(boolean breakers) {
        return tree.units().stream()
                .filter(unit -> breakers || unit.kind() != Kind.BREAKER)
                .filter(unit -> load(unit) > 0)
                .toList();
    }

    /** Watts on the unit while nothing is lost. */
    long load(PowerUnit unit) {
        return normal.watts(unit);
    }

    /** What becomes of the racks when this unit is gone. */
    Loss lose(PowerUnit lost) {
        loseEach();
        return losses.getOrDefault(lost.id(), new Loss.Idle());
    }

    private Loss loss(PowerFlow.State state) {
        var dark = dark(state);
        return dark.isEmpty() ? fullest(state) : new Loss.Dark(dark);
    }

    /** Of what carries more than before; where nothing does, of what carries. */
    private Loss fullest(PowerFlow.State after) {
        return fullest(after, 1)
                .or(() -> fullest(after, Long.MIN_VALUE))
                .<Loss>map(loss -> loss)
                .orElseGet(Loss.Idle::new);
    }

    private Optional<Loss.Survived> fullest(PowerFlow.State after, long leastMore) {
        int fullest = -1;
        double most = 0;
        for (int unit : inPlanOrder) {
            long watts = after.watts(unit);
            double share = watts / (double) limits[unit];
            if (share > most && watts - normal.watts(unit) >= leastMore) {
                fullest = unit;
                most = share;
            }
        }
        return fullest < 0
                ? Optional.empty()
                : Optional.of(
                        new Loss.Survived(
                                tree.sourcesFirst().get(fullest),
                                after.watts(fullest),
                                limits[fullest]));
    }

    /** The racks whose power can come through this unit, in plan order. */
    List<Rack> racksBehind(PowerUnit unit) {
        if (behind.isEmpty()) {
            behind = behind();
        }
        return behind.getOrDefault(unit.id(), List.of());
    }

    private Map<String, List<Rack>> behind() {
        Map<String, List<Rack>> out = new HashMap<>();
        for (Rack rack : racks) {
            tree.upstreamIds(rack.fedBy())
                    .forEach(id -> out.computeIfAbsent(id, _ -> new ArrayList<>()).add(rack));
        }
        return out;
    }

    /** As it stands in a sentence. */
    static String text(PowerUnit unit) {
        return unit.kind().word() + " " + unit.id();
    }
}
