// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility;

import java.util.HashSet;
import java.util.Set;

/**
 * What does not work, failed or in maintenance: the same to the physics.
 *
 * @param oneOut ids of which one unit is out, be it alone or one of several in parallel
 * @param dark ids of which all are out, for want of power
 */
public record Outage(Set<String> oneOut, Set<String> dark) {
    /** All works. */
    public static final Outage NONE = new Outage(Set.of(), Set.of());

    /** Copies its sets. */
    public Outage {
        oneOut = Set.copyOf(oneOut);
        dark = Set.copyOf(dark);
    }

    /** One unit of each of these is out. */
    public static Outage of(Set<String> oneOut) {
        return new Outage(oneOut, Set.of());
    }

    /** The same, and these without power. */
    public Outage with(Set<String> withoutPower) {
        Set<String> all = new HashSet<>(dark);
        all.addAll(withoutPower);
        return new Outage(oneOut, all);
    }

    /** How many of {@code count} units under one id work. */
    public int live(String id, int count) {
        return dark.contains(id) ? 0 : count - (oneOut.contains(id) ? 1 : 0);
    }
}
