// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.PowerFlow;
import io.wattmill.twin.plan.power.PowerFlow.Load;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.room.Rack;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the load of the racks spreads over the power chain, and what a loss comes to. Made once per
 * plan of which the power of every node type is known.
 */
final class PowerChain {
    private final PowerTree tree;
    private final List<Rack> racks;
    private final List<Load> loads;
    private final Map<String, Long> normal;

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
        loads =
                racks.stream()
                        .map(rack -> new Load(rack.fedBy(), RackLoad.watts(plan, rack)))
                        .toList();
        normal = new PowerFlow(tree, Set.of()).carried(loads);
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

    /** The racks whose power can come through this unit. */
    List<Rack> racksBehind(PowerUnit unit) {
        return racks.stream().filter(rack -> tree.upstream(rack.fedBy()).contains(unit)).toList();
    }

    /** As it stands in a sentence. */
    static String text(PowerUnit unit) {
        return unit.kind().word() + " " + unit.id();
    }
}
