// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What does not work, failed or in maintenance: the same to the physics.
 *
 * @param out how many are out, by id, of one unit or of several in parallel
 * @param dark ids of which all are out, for want of power
 */
public record Outage(Map<String, Integer> out, Set<String> dark) {
    /** All works. */
    public static final Outage NONE = new Outage(Map.of(), Set.of());

    /** Copies its parts. */
    public Outage {
        out = Map.copyOf(out);
        dark = Set.copyOf(dark);
    }

    /** One unit of each of these is out, two of one that is named twice. */
    public static Outage of(List<String> ids) {
        Map<String, Integer> out = new HashMap<>();
        ids.forEach(id -> out.merge(id, 1, Integer::sum));
        return new Outage(out, Set.of());
    }

    /** The same, and these without power. */
    public Outage with(Set<String> withoutPower) {
        Set<String> all = new HashSet<>(dark);
        all.addAll(withoutPower);
        return new Outage(out, all);
    }

    /** Whether the one unit of that id works. */
    public boolean works(String id) {
        return live(id, 1) > 0;
    }

    /** How many of {@code count} units under one id work. */
    public int live(String id, int count) {
        return dark.contains(id) ? 0 : Math.max(0, count - out.getOrDefault(id, 0));
    }
}
