// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which unit feeds which: a graph of any depth. The reader refuses plans with a cycle or with a
 * name that is not there. Walks keep to one pass over the units, however many paths lead through
 * them.
 */
public final class PowerTree {
    private final Map<String, PowerUnit> units = new LinkedHashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, List<String>> above = new HashMap<>();
    private final Map<String, List<PowerUnit>> fed = new HashMap<>();
    private final List<PowerUnit> sourcesFirst;

    /** The tree of these units; of two with one id the first counts, unknown names do not. */
    public PowerTree(List<PowerUnit> all) {
        all.forEach(unit -> units.putIfAbsent(unit.id(), unit));
        for (PowerUnit unit : units.values()) {
            places.put(unit.id(), places.size());
            above.put(unit.id(), List.copyOf(feeders(unit)));
            above(unit).forEach(id -> fed.computeIfAbsent(id, _ -> new ArrayList<>()).add(unit));
        }
        sourcesFirst = sorted();
    }

    /** Kahn's order; units of a cycle, and what only they feed, are left out. */
    private List<PowerUnit> sorted() {
        Map<String, Integer> open = new HashMap<>();
        units.values().forEach(unit -> open.put(unit.id(), above(unit).size()));
        Deque<PowerUnit> ready = new ArrayDeque<>();
        units.values().stream().filter(unit -> above(unit).isEmpty()).forEach(ready::add);
        List<PowerUnit> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            PowerUnit next = ready.remove();
            order.add(next);
            for (PowerUnit unit : fedFrom(next.id())) {
                if (open.merge(unit.id(), -1, Integer::sum) == 0) {
                    ready.add(unit);
                }
            }
        }
        return List.copyOf(order);
    }

    /** All units, in plan order. */
    public List<PowerUnit> units() {
        return List.copyOf(units.values());
    }

    /** The unit with that id. */
    public PowerUnit unit(String id) {
        var unit = units.get(id);
        if (unit == null) {
            throw new IllegalArgumentException("plan names no power unit " + id);
        }
        return unit;
    }

    /** Where the unit of that id stands among {@link #units}. */
    public int place(String id) {
        return Objects.requireNonNull(places.get(id), id);
    }

    /** The units that this one feeds, or takes over when their own feed is lost. */
    public List<PowerUnit> fedFrom(String id) {
        return List.copyOf(fed.getOrDefault(id, List.of()));
    }

    /** All units, each after all that feed it. */
    public List<PowerUnit> sourcesFirst() {
        return sourcesFirst;
    }

    /** All units, each after all that it feeds: loads add up in this order. */
    public List<PowerUnit> loadsFirst() {
        return sourcesFirst.reversed();
    }

    /** These units and all above them, whatever feeds or backs it: the nearest first. */
    public List<PowerUnit> upstream(List<String> ids) {
        return upstreamIds(ids).stream().map(this::unit).toList();
    }

    /** Ids of these units and of all above them, the nearest first. */
    public Set<String> upstreamIds(List<String> ids) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> todo = new ArrayDeque<>(ids);
        while (!todo.isEmpty()) {
            PowerUnit unit = unit(todo.remove());
            if (seen.add(unit.id())) {
                todo.addAll(above(unit));
            }
        }
        return seen;
    }

    /** One cycle, by the ids on it, the first again at the end; empty when there is none. */
    public List<String> cycle() {
        Set<String> sound = new HashSet<>();
        sourcesFirst.forEach(unit -> sound.add(unit.id()));
        var start = units.keySet().stream().filter(id -> !sound.contains(id)).findFirst();
        return start.map(id -> cycleAbove(id, sound)).orElse(List.of());
    }

    /** What is not sound has something above it that is not, so that this walk closes. */
    private List<String> cycleAbove(String start, Set<String> sound) {
        List<String> way = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String at = start;
        while (seen.add(at)) {
            way.add(at);
            at = above(unit(at)).stream().filter(id -> !sound.contains(id)).findFirst().orElse(at);
        }
        way.add(at);
        return List.copyOf(way.subList(way.indexOf(at), way.size()));
    }

    private List<String> above(PowerUnit unit) {
        return above.getOrDefault(unit.id(), List.of());
    }

    private Set<String> feeders(PowerUnit unit) {
        Set<String> above = new LinkedHashSet<>();
        Stream.concat(unit.fedBy().stream(), unit.backedBy().stream())
                .filter(units::containsKey)
                .forEach(above::add);
        return above;
    }
}
