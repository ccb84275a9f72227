// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.placement.Candidate.Eligible;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Placement.Placed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Constraints first, then prediction, then the policy. Looks; changes nothing but its dice. */
final class Chooser {
    private final PlacementPolicy policy;
    private final Refusal refusal;
    private final int recorded;
    private final Dice dice;

    Chooser(PlacementPolicy policy, DispatchRules rules) {
        this.policy = policy;
        this.refusal = new Refusal(rules.retryAfterMs());
        this.recorded = rules.recordedCandidates();
        this.dice = new Dice(rules.seed());
    }

    Placement choose(PlacementRequest request, Fleet fleet, WorkBook work, Moment now) {
        List<Eligible> eligible = new ArrayList<>();
        List<Excluded> excluded = new ArrayList<>();
        for (Node node : fleet.nodes()) {
            for (Engine engine : node.engines()) {
                switch (look(request, node, engine, work, now)) {
                    case Eligible usable -> eligible.add(usable);
                    case Excluded not -> {
                        if (not.obstacle().kind() != Obstacle.Kind.MODEL) {
                            excluded.add(not);
                        }
                    }
                }
            }
        }
        if (eligible.isEmpty()) {
            Decision decision = decision(fleet, eligible, excluded, now);
            return refusal.of(request, everServed(request, fleet), excluded, decision);
        }
        List<Eligible> ranked = policy.rank(request, eligible, dice.next());
        Eligible best = ranked.getFirst();
        return new Placed(
                best.node(),
                best.engine(),
                best.prediction(),
                work.slot(best.engine()).coefficientsToJoin(best.engine()),
                decision(fleet, ranked, excluded, now));
    }

    private static Candidate look(
            PlacementRequest request, Node node, Engine engine, WorkBook work, Moment now) {
        Optional<Obstacle> obstacle = Constraints.first(node, engine, request);
        if (obstacle.isPresent()) {
            return new Excluded(node, engine, obstacle.get());
        }
        EngineSlot slot = work.slot(engine);
        Optional<Obstacle> full = slot.full();
        return full.isPresent()
                ? new Excluded(node, engine, full.get())
                : new Eligible(node, engine, slot.predict(request, engine, now));
    }

    private static boolean everServed(PlacementRequest request, Fleet fleet) {
        return request.loraAdapter().isEmpty() && fleet.everServed(request.model());
    }

    private Decision decision(
            Fleet fleet, List<Eligible> ranked, List<Excluded> excluded, Moment now) {
        List<Candidate> candidates = new ArrayList<>(2 * recorded);
        candidates.addAll(ranked.subList(0, Math.min(recorded, ranked.size())));
        candidates.addAll(excluded.subList(0, Math.min(recorded, excluded.size())));
        return new Decision(
                policy.mode(), age(ranked, now), fleet.nodes().size(), List.copyOf(candidates));
    }

    private static long age(List<Eligible> ranked, Moment now) {
        long oldest = 0;
        for (Eligible one : ranked) {
            oldest = Math.max(oldest, now.nanos() - one.node().heard().nanos());
        }
        return oldest;
    }
}
