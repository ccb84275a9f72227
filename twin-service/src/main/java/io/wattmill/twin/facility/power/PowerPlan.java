// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.power;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The chain of a site.
 *
 * @param units from whatever feeds them to whatever they feed: consumers before their feeders, as
 *     {@link #of} sorts them
 * @param loads what hangs on them
 */
public record PowerPlan(List<NetworkUnit> units, List<PowerLoad> loads) {

    /** Copies its lists. */
    public PowerPlan {
        units = List.copyOf(units);
        loads = List.copyOf(loads);
    }

    /**
     * Sorts the units so that each stands before those that feed it.
     *
     * @throws IllegalArgumentException when ids repeat, a feeder is not there or the units feed
     *     each other in a circle: a plan file's reader has said so before
     */
    public static PowerPlan of(List<NetworkUnit> units, List<PowerLoad> loads) {
        Map<String, NetworkUnit> byId = new HashMap<>();
        units.forEach(unit -> byId.put(unit.id(), unit));
        if (byId.size() != units.size()) {
            throw new IllegalArgumentException("two units of one name");
        }
        List<NetworkUnit> feedersFirst = new ArrayList<>();
        Set<String> done = new HashSet<>();
        Set<String> open = new HashSet<>();
        units.forEach(unit -> visit(unit, byId, done, open, feedersFirst));
        loads.forEach(load -> load.fedBy().forEach(id -> unit(byId, id)));
        return new PowerPlan(feedersFirst.reversed(), loads);
    }

    private static void visit(
            NetworkUnit unit,
            Map<String, NetworkUnit> byId,
            Set<String> done,
            Set<String> open,
            List<NetworkUnit> order) {
        if (done.contains(unit.id())) {
            return;
        }
        if (!open.add(unit.id())) {
            throw new IllegalArgumentException(unit.id() + " feeds itself");
        }
        unit.fedBy().forEach(id -> visit(unit(byId, id), byId, done, open, order));
        unit.backedBy().forEach(id -> visit(unit(byId, id), byId, done, open, order));
        done.add(unit.id());
        order.add(unit);
    }

    private static NetworkUnit unit(Map<String, NetworkUnit> byId, String id) {
        NetworkUnit unit = byId.get(id);
        if (unit == null) {
            throw new IllegalArgumentException("nothing is called " + id);
        }
        return unit;
    }
}
