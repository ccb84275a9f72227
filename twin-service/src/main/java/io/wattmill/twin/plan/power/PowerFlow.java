// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the power of loads comes from while some units are out of service: evenly from those that
 * live, upwards to feeds and generators. Batteries bridge minutes; here they feed nothing. Losses
 * on the way are not counted.
 */
public final class PowerFlow {
    private final PowerTree tree;
    private final Set<String> alive = new HashSet<>();

    /**
     * The flow in this tree.
     *
     * @param down ids of the units that are out of service
     */
    public PowerFlow(PowerTree tree, Set<String> down) {
        this.tree = tree;
        for (PowerUnit unit : tree.sourcesFirst()) {
            if (!down.contains(unit.id()) && reached(unit)) {
                alive.add(unit.id());
            }
        }
    }

    private boolean reached(PowerUnit unit) {
        return unit.kind().lastingSource()
                || !living(unit.fedBy()).isEmpty()
                || !living(unit.backedBy()).isEmpty();
    }

    /**
     * Something that draws power.
     *
     * @param fedBy ids of the units that it hangs on
     * @param watts what it draws
     */
    public record Load(List<String> fedBy, long watts) {
        /** Copies its list. */
        public Load {
            fedBy = List.copyOf(fedBy);
        }
    }

    /** Whether lasting power reaches any of these units. */
    public boolean reaches(List<String> ids) {
        return !living(ids).isEmpty();
    }

    /** Watts on each unit that carries some of these loads; what nothing feeds counts nowhere. */
    public Map<String, Long> carried(List<Load> loads) {
        Map<String, Long> carried = new HashMap<>();
        loads.forEach(load -> share(load.fedBy(), load.watts(), carried));
        for (PowerUnit unit : tree.loadsFirst()) {
            var watts = carried.get(unit.id());
            if (watts != null) {
                boolean backed = living(unit.fedBy()).isEmpty();
                share(backed ? unit.backedBy() : unit.fedBy(), watts, carried);
            }
        }
        return carried;
    }

    private void share(List<String> ids, long watts, Map<String, Long> carried) {
        List<String> living = living(ids);
        living.forEach(id -> carried.merge(id, Math.ceilDiv(watts, living.size()), Long::sum));
    }

    private List<String> living(List<String> ids) {
        List<String> living = new ArrayList<>(ids);
        living.retainAll(alive);
        return living;
    }
}
