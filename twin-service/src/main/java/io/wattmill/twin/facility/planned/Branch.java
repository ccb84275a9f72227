// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Units that take one heat and that the same machines cool: what others of their group are cooled
 * by does not help them.
 *
 * @param suffix of the names of its bank and loop: none where all of the group are cooled alike
 * @param units at least one
 * @param cooledBy ids of the plan; none: all of the site that can
 * @param share of the group's heat, by what its units carry
 */
record Branch<T>(String suffix, List<T> units, List<String> cooledBy, double share) {

    /** The branches of a group, in plan order; none of no units. */
    static <T> List<Branch<T>> of(
            List<T> group, Function<T, List<String>> cooledBy, ToDoubleFunction<T> watts) {
        Map<Set<String>, List<T>> byMachines = new LinkedHashMap<>();
        for (T unit : group) {
            Set<String> machines = new LinkedHashSet<>(cooledBy.apply(unit));
            byMachines.computeIfAbsent(machines, _ -> new ArrayList<>()).add(unit);
        }
        double all = group.stream().mapToDouble(watts).sum();
        List<Branch<T>> branches = new ArrayList<>();
        byMachines.forEach(
                (machines, units) ->
                        branches.add(
                                new Branch<>(
                                        byMachines.size() == 1 ? "" : suffix(machines),
                                        List.copyOf(units),
                                        List.copyOf(machines),
                                        units.stream().mapToDouble(watts).sum()
                                                / Math.max(1, all))));
        return List.copyOf(branches);
    }

    private static String suffix(Set<String> machines) {
        return " on " + (machines.isEmpty() ? "any" : String.join("+", machines));
    }
}
