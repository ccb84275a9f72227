// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Admission;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.prediction.LearnedJoules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Constraints first, then prediction, then the policy. Looks; changes nothing but its dice. */
final class Chooser {
    private final Policies policies;
    private final Refusal refusal;
    private final Recorder recorder;
    private final Dice dice;
    private final Rosters rosters = new Rosters();
    private final Candidates eligible = new Candidates();
    private final Prefillers prefillers;
    private final Pairing pairing;
    private final int recorded;
    private final List<HeldBack> reserve = new ArrayList<>();

    Chooser(Policies policies, DispatchRules rules) {
        this.policies = policies;
        this.refusal = new Refusal(rules.retryAfterMs());
        this.recorder = new Recorder(rules.recordedCandidates());
        this.dice = new Dice(rules.seed());
        this.prefillers = new Prefillers(rules.pairs());
        this.pairing = new Pairing(prefillers);
        this.recorded = rules.recordedCandidates();
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
            excluded.addAll(prefillers.excluded());
            Decision none = recorder.nobody(policy, fleet, excluded);
            return refusal.of(request, everServed(request, fleet), excluded, none);
        }
        if (!prefillers.isEmpty()) {
            pairing.pair(request, eligible, policy.savesEnergy(), now);
        }
        int best = policy.choose(request, eligible, dice.next());
        Decision why = recorder.chosen(policy, request, eligible, best, excluded, fleet, now);
        return placed(request, best, why, policy.lateness(eligible, best));
    }

    private Placed placed(PlacementRequest request, int best, Decision why, Lateness lateness) {
        Engine engine = eligible.engine(best);
        Optional<PrefillLeg> leg = eligible.leg(best);
        return new Placed(
                eligible.node(best),
                engine,
                eligible.prediction(best),
                bounds(best),
                eligible.slot(best).coefficientsToJoin(engine),
                leg.map(taken -> why.with(prefillers.recorded(request, taken, recorded)))
                        .orElse(why),
                lateness,
                leg);
    }

    private LearnedJoules.Bounds bounds(int index) {
        return eligible.slot(index).meter().bounds(eligible.prediction(index).energyMicrojoules());
    }

    /** Fills the table of the eligible; the others of its model are told. */
    private List<Excluded> look(PlacementRequest request, Fleet fleet, WorkBook work, Moment now) {
        eligible.clear();
        prefillers.clear();
        reserve.clear();
        work.prefixes().match(request, now);
        List<Excluded> excluded = new ArrayList<>();
        for (Serving one : rosters.of(request, fleet, work)) {
            Optional<Obstacle> obstacle = look(request, one, fleet, work, now);
            if (obstacle.isPresent()) {
                excluded.add(new Excluded(one.node(), one.engine(), obstacle.get()));
            }
        }
        return excluded;
    }

    private Optional<Obstacle> look(
            PlacementRequest request, Serving one, Fleet fleet, WorkBook work, Moment now) {
        Optional<Obstacle> obstacle = Constraints.first(one, request);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        Optional<Obstacle> full = one.slot().full();
        if (full.isEmpty()) {
            int depth = work.prefixes().depth(one.slot(), request);
            int inFlight = one.slot().forecast().work().inFlight();
            Admission admission = fleet.admission(one.engine(), inFlight, now);
            if (one.isPromptsOnly()) {
                return prompts(request, one, depth, admission, now);
            }
            if (admission == Admission.OPEN) {
                eligible.add(request, one, depth, now);
            } else {
                reserve.add(new HeldBack(one, depth, admission));
            }
        }
        return full;
    }

    /** One that computes prompts and nothing else. */
    private Optional<Obstacle> prompts(
            PlacementRequest request, Serving one, int depth, Admission admission, Moment now) {
        if (request.takesPairs() && admission == Admission.OPEN) {
            prefillers.add(request, one, depth, now);
            return Optional.empty();
        }
        HeldBack held = new HeldBack(one, depth, admission);
        return Optional.of(
                request.takesPairs()
                        ? held.excluded().obstacle()
                        : new Obstacle(Obstacle.Kind.UNFIT, "computes prompts only"));
    }

    /** Better one that warms up than none; better one that was ejected than none. */
    private void failOpen(PlacementRequest request, Moment now) {
        for (HeldBack held : HeldBack.best(reserve)) {
            eligible.add(request, held.one(), held.depth(), now);
        }
    }

    private static boolean everServed(PlacementRequest request, Fleet fleet) {
        return request.loraAdapter().isEmpty() && fleet.everServed(request.model());
    }
}
