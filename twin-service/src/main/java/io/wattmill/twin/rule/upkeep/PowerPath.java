// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.upkeep;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Energized;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.SupplyPaths;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.upkeep.Part;
import io.wattmill.twin.plan.upkeep.Upkeep;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Unit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How available power is at a rack. Paths count as independent, which is right but for units that
 * several share; those that alone can darken the rack are counted in series besides, so that the
 * answer is the lesser of the two.
 */
final class PowerPath {
    private final PowerTree tree;
    private final Upkeep upkeep;
    private final Map<String, Double> known = new HashMap<>();
    private final Energized normal;
    private final Map<String, List<Rack>> racksOn = new HashMap<>();
    private final Map<String, Double> single = new HashMap<>();

    PowerPath(FacilityPlan plan) {
        this.tree = plan.power().tree();
        this.upkeep = plan.upkeep();
        this.normal = new SupplyPaths(tree).without(Set.of());
        for (Rack rack : plan.racks()) {
            Set.copyOf(rack.fedBy())
                    .forEach(id -> racksOn.computeIfAbsent(id, _ -> new ArrayList<>()).add(rack));
        }
        tree.units().forEach(this::inSeries);
    }

    Finding finding(FacilityPlan plan, Rack rack) {
        double share = Math.min(any(rack.fedBy()), single.getOrDefault(rack.id(), 1.0));
        return About.of(rack.id())
                .with("available", Promises.ppm(share), Unit.PPM)
                .notAbove(
                        Promises.ppm(plan.place().availability().orElse(0.0)),
                        Promises.ppm(share),
                        Unit.PPM,
                        "power is there {limit} of the time, {value} is promised",
                        "a second path for rack " + rack.id());
    }

    private double any(List<String> ids) {
        double none = 1;
        for (String id : ids) {
            none *= 1 - of(tree.unit(id));
        }
        return ids.isEmpty() ? 0 : 1 - none;
    }

    private double of(PowerUnit unit) {
        var before = known.get(unit.id());
        if (before != null) {
            return before;
        }
        double above = 1;
        if (!unit.kind().lastingSource()) {
            above = 1 - (1 - any(unit.fedBy())) * (1 - any(lasting(unit)));
        }
        double share = above * own(unit);
        known.put(unit.id(), share);
        return share;
    }

    private List<String> lasting(PowerUnit unit) {
        return unit.backedBy().stream().filter(id -> tree.unit(id).kind().lastingSource()).toList();
    }

    /** Counts a unit against the racks that it alone darkens; one at a time, nothing is kept. */
    private void inSeries(PowerUnit unit) {
        double share = own(unit);
        if (share < 1) {
            darkened(dead(unit)).forEach(id -> single.merge(id, share, (x, y) -> x * y));
        }
    }

    /** What lives on nothing but this unit, itself included. */
    private Set<String> dead(PowerUnit lost) {
        Set<String> dead = new HashSet<>(Set.of(lost.id()));
        Deque<String> todo = new ArrayDeque<>(dead);
        while (!todo.isEmpty()) {
            for (PowerUnit unit : tree.fedFrom(todo.remove())) {
                if (!lives(unit, dead) && dead.add(unit.id())) {
                    todo.add(unit.id());
                }
            }
        }
        return dead;
    }

    private boolean lives(PowerUnit unit, Set<String> dead) {
        return unit.kind().lastingSource()
                || lives(unit.fedBy(), dead)
                || lives(unit.backedBy(), dead);
    }

    private boolean lives(List<String> ids, Set<String> dead) {
        return ids.stream().anyMatch(id -> !dead.contains(id) && normal.has(id));
    }

    private Set<String> darkened(Set<String> dead) {
        return dead.stream()
                .flatMap(id -> racksOn.getOrDefault(id, List.of()).stream())
                .filter(rack -> !lives(rack.fedBy(), dead))
                .map(Rack::id)
                .collect(Collectors.toSet());
    }

    private double own(PowerUnit unit) {
        return part(unit)
                .map(upkeep::failure)
                .map(f -> f.mtbfHours().value() / (f.mtbfHours().value() + f.mttrHours().value()))
                .orElse(1.0);
    }

    private static Optional<Part> part(PowerUnit unit) {
        return switch (unit.kind()) {
            case FEED -> Optional.of(Part.FEED);
            case GENERATOR -> Optional.of(Part.GENERATOR);
            case TRANSFORMER -> Optional.of(Part.TRANSFORMER);
            case UPS -> Optional.of(Part.UPS);
            case PDU -> Optional.of(Part.PDU);
            case BREAKER -> Optional.of(Part.BREAKER);
            case BATTERY, SWITCHBOARD, BUSWAY -> Optional.empty();
        };
    }
}
