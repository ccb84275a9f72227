// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Admission;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.prediction.Prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Constraints first, then prediction, then the policy. Looks; changes nothing but its dice. */
final class Chooser {
    private final Policies policies;
    private final Refusal refusal;
    private final Recorder recorder;
    private final Dice dice;
    private final Candidates eligible = new Candidates();
    private final List<HeldBack> reserve = new ArrayList<>();

    Chooser(Policies policies, DispatchRules rules) {
        this.policies = policies;
        this.refusal = new Refusal(rules.retryAfterMs());
        this.recorder = new Recorder(rules.recordedCandidates());
        this.dice = new Dice(rules.seed());
    }

    Placement choose(PlacementRequest request, Fleet fleet, WorkBook work, Moment now) {
        PlacementPolicy policy = policies.of(request);
        List<Excluded> excluded = look(request, fleet, work, now);
        if (eligible.size() == 0 && !reserve.isEmpty()) {
            failOpen(request, now);
        } else {
            reserve.forEach(held -> excluded.add(held.excluded()));
        }
        if (eligible.size() == 0) {
            Decision none = recorder.nobody(policy, fleet, excluded);
            return refusal.of(request, everServed(request, fleet), excluded, none);
        }
        int best = policy.choose(request, eligible, dice.next());
        return placed(best, recorder.chosen(policy, request, eligible, best, excluded, fleet, now));
    }

    private Placed placed(int best, Decision decision) {
        Engine engine = eligible.engine(best);
        EngineSlot slot = eligible.slot(best);
        Prediction prediction = eligible.prediction(best);
        return new Placed(
                eligible.node(best),
                engine,
                prediction,
                slot.meter().bounds(prediction.energyMicrojoules()),
                slot.coefficientsToJoin(engine),
                decision);
    }

    /** Fills the table of the eligible; the others are told, but for those of other models. */
    private List<Excluded> look(PlacementRequest request, Fleet fleet, WorkBook work, Moment now) {
        eligible.clear();
        reserve.clear();
        work.prefixes().match(request.prefix());
        List<Excluded> excluded = new ArrayList<>();
        for (Node node : fleet.nodes()) {
            for (Engine engine : node.engines()) {
                Optional<Obstacle> obstacle = look(request, node, engine, fleet, work, now);
                if (obstacle.isPresent() && obstacle.get().kind() != Obstacle.Kind.MODEL) {
                    excluded.add(new Excluded(node, engine, obstacle.get()));
                }
            }
        }
        return excluded;
    }

    private Optional<Obstacle> look(
            PlacementRequest request,
            Node node,
            Engine engine,
            Fleet fleet,
            WorkBook work,
            Moment now) {
        Optional<Obstacle> obstacle = Constraints.first(node, engine, request);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        EngineSlot slot = work.slot(engine);
        Optional<Obstacle> full = slot.full();
        if (full.isEmpty()) {
            int depth = work.prefixes().depth(slot);
            Admission admission = fleet.admission(engine, slot.forecast().work().inFlight(), now);
            if (admission == Admission.OPEN) {
                admit(request, node, engine, slot, depth, now);
            } else {
                reserve.add(new HeldBack(node, engine, slot, depth, admission));
            }
        }
        return full;
    }

    /** Better one that warms up than none; better one that was ejected than none. */
    private void failOpen(PlacementRequest request, Moment now) {
        for (HeldBack held : HeldBack.best(reserve)) {
            admit(request, held.node(), held.engine(), held.slot(), held.depth(), now);
        }
    }

    private void admit(
            PlacementRequest request,
            Node node,
            Engine engine,
            EngineSlot slot,
            int depth,
            Moment now) {
        int index = eligible.add(node, engine, slot, depth);
        slot.predict(request, engine, depth, now, eligible.predictions(), index);
    }

    private static boolean everServed(PlacementRequest request, Fleet fleet) {
        return request.loraAdapter().isEmpty() && fleet.everServed(request.model());
    }
}
