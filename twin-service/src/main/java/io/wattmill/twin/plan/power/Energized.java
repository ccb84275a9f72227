// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.List;
import java.util.Set;

/**
 * Which units have power that lasts, while some are out of service: feeds, generators, and whatever
 * one of them feeds or backs over units that live. Batteries bridge minutes; here they feed
 * nothing.
 */
public final class Energized {
    private final SupplyPaths paths;
    private final boolean[] alive;

    Energized(SupplyPaths paths, Set<String> lost) {
        this.paths = paths;
        this.alive = new boolean[paths.units().size()];
        boolean[] gone = new boolean[alive.length];
        lost.stream()
                .mapToInt(paths::number)
                .filter(unit -> unit >= 0)
                .forEach(unit -> gone[unit] = true);
        for (int unit = 0; unit < alive.length; unit++) {
            alive[unit] = !gone[unit] && paths.supplied(unit, this);
        }
    }

    /** Whether the unit of this number has power. */
    public boolean has(int unit) {
        return alive[unit];
    }

    /** Whether the unit of this id has power. */
    public boolean has(String id) {
        int unit = paths.number(id);
        return unit >= 0 && alive[unit];
    }

    /** Whether any of these has power. */
    public boolean hasAny(List<String> ids) {
        return ids.stream().anyMatch(this::has);
    }

    /** Whether any unit of these numbers has power. */
    public boolean hasAny(int[] units) {
        return count(units) > 0;
    }

    /** How many units of these numbers have power. */
    public int count(int[] units) {
        int living = 0;
        for (int unit : units) {
            living += alive[unit] ? 1 : 0;
        }
        return living;
    }
}
