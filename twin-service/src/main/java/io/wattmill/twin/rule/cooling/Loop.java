// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Machines that may carry one heat, by what {@code cooled-by} of the plan says: others of the site
 * cannot help them.
 *
 * @param subject the site, where there is but one loop; else its machines
 * @param heatWatts heat of all who may ask these machines and no others
 * @param machines at least one
 */
record Loop(String subject, long heatWatts, List<Machine> machines) {
    private static final int MOST_NAMES = 2;

    /**
     * A chiller, a tower, an air handler.
     *
     * @param id its id
     * @param watts what it carries
     */
    record Machine(String id, long watts) {}

    /**
     * Something whose heat is to be carried.
     *
     * @param ids machines that may; none named = all
     * @param watts its heat
     */
    record Asker(List<String> ids, double watts) {}

    /** What all of them carry, watts. */
    long carry() {
        return machines.stream().mapToLong(Machine::watts).sum();
    }

    /** What is left without the largest ones, watts. */
    long carryWithout(int lost) {
        return machines.stream()
                .map(Machine::watts)
                .sorted((a, b) -> Long.compare(b, a))
                .skip(lost)
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * The loops of a site: each set of machines that somebody may ask, and those that hang together
     * by their askers. Heat must fit every one of them; a larger set may have room where a smaller
     * one in it has none.
     */
    static List<Loop> all(String site, List<Machine> machines, List<Asker> askers) {
        List<String> every = machines.stream().map(Machine::id).toList();
        List<Asker> asking =
                askers.stream()
                        .filter(each -> each.watts() > 0)
                        .map(each -> each.ids().isEmpty() ? new Asker(every, each.watts()) : each)
                        .toList();
        Set<Set<String>> sets = new LinkedHashSet<>();
        asking.forEach(each -> sets.add(Set.copyOf(each.ids())));
        sets.addAll(joined(sets));
        if (machines.isEmpty()) {
            return List.of();
        }
        if (sets.isEmpty()) {
            return List.of(new Loop(site, 0, machines));
        }
        return sets.stream().map(ids -> of(site, sets.size() == 1, ids, machines, asking)).toList();
    }

    private static Loop of(
            String site, boolean only, Set<String> ids, List<Machine> all, List<Asker> askers) {
        List<Machine> machines = all.stream().filter(each -> ids.contains(each.id())).toList();
        double watts =
                askers.stream()
                        .filter(each -> ids.containsAll(each.ids()))
                        .mapToDouble(Asker::watts)
                        .sum();
        return new Loop(only ? site : name(machines), Math.round(watts), machines);
    }

    private static String name(List<Machine> machines) {
        List<String> ids = machines.stream().map(Machine::id).toList();
        int more = ids.size() - MOST_NAMES;
        return String.join(", ", ids.subList(0, Math.min(MOST_NAMES, ids.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Unions of sets that share a machine, as far as they reach. */
    private static List<Set<String>> joined(Set<Set<String>> sets) {
        List<Set<String>> unions = new ArrayList<>();
        for (Set<String> set : sets) {
            List<Set<String>> touching =
                    unions.stream()
                            .filter(other -> other.stream().anyMatch(set::contains))
                            .toList();
            Set<String> union = new LinkedHashSet<>(set);
            touching.forEach(union::addAll);
            unions.removeAll(touching);
            unions.add(union);
        }
        return unions.stream().map(Set::copyOf).toList();
    }
}
