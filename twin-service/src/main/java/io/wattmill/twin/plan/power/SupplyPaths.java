// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The ways from lasting sources to each unit of a tree. Units are numbered, sources first, because
 * the loss of each unit of plans with thousands is asked for.
 */
public final class SupplyPaths {
    private final List<PowerUnit> units;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final boolean[] source;
    private final int[][] fedBy;
    private final int[][] backedBy;

    /** The ways in this tree. */
    public SupplyPaths(PowerTree tree) {
        units = tree.sourcesFirst();
        units.forEach(unit -> numbers.put(unit.id(), numbers.size()));
        source = new boolean[units.size()];
        for (int unit = 0; unit < source.length; unit++) {
            source[unit] = units.get(unit).kind().lastingSource();
        }
        fedBy = units.stream().map(unit -> numbers(unit.fedBy())).toArray(int[][]::new);
        backedBy = units.stream().map(unit -> numbers(unit.backedBy())).toArray(int[][]::new);
    }

    /** All units, by number. */
    public List<PowerUnit> units() {
        return units;
    }

    /** The number of a unit; -1 for one of a cycle, which has no power. */
    public int number(String id) {
        return numbers.getOrDefault(id, -1);
    }

    /** Numbers of those that have one. */
    public int[] numbers(List<String> ids) {
        return ids.stream()
                .map(numbers::get)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** What has power while the units of these ids are out of service. */
    public Energized without(Set<String> lost) {
        return new Energized(this, lost);
    }

    boolean supplied(int unit, Energized so) {
        return source[unit] || so.hasAny(fedBy[unit]) || so.hasAny(backedBy[unit]);
    }

    /**
     * Numbers of the units that this one draws from, living or not: those that back it when none
     * that feeds it lives. To be read, not changed.
     */
    public int[] feeders(int unit, Energized now) {
        return now.hasAny(fedBy[unit]) ? fedBy[unit] : backedBy[unit];
    }
}
