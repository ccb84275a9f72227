// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import io.wattmill.billing.explain.RequestView.Regret;
import io.wattmill.billing.usage.Timing;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.placement.v1.Candidate;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.Slo;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a request lost by where it went, from its decision and what came of it. Predictions of the
 * others are the router's, which carry what it had learned; none of them ran.
 */
final class Hindsight {

    private final UsageEvent event;
    private final DecisionRecord decision;
    private final List<Candidate> others;

    private Hindsight(UsageEvent event, DecisionRecord decision) {
        this.event = event;
        this.decision = decision;
        this.others =
                decision.getCandidatesList().stream()
                        .filter(one -> !one.getChosen() && one.getExcludedBecause().isEmpty())
                        .filter(one -> one.getLeg().isEmpty())
                        .toList();
    }

    /**
     * @param deviceUj what it drew; empty while nobody has measured it
     * @return null where there was no other to go to, or it did not end well
     */
    static @Nullable Regret of(UsageEvent event, OptionalLong deviceUj, DecisionRecord decision) {
        Hindsight hindsight = new Hindsight(event, decision);
        boolean told =
                event.result().outcome() == Outcome.OUTCOME_COMPLETED
                        && event.result().tokens().output() > 0
                        && !event.attempts().isEmpty()
                        && !hindsight.others.isEmpty();
        return told ? hindsight.regret(deviceUj) : null;
    }

    private Regret regret(OptionalLong deviceUj) {
        Candidate sooner = others.stream().min(Comparator.comparingLong(this::us)).orElseThrow();
        Timing timing = event.attempts().getLast().timing();
        long lateUs = timing.endedAtUs() - timing.startedAtUs() - us(sooner);
        Optional<Candidate> leaner = leanest();
        return new Regret(
                Quantities.ms(Math.max(0, lateUs)),
                sooner.getNodeId(),
                deviceUj.isEmpty()
                        ? null
                        : leaner.map(other -> moreUj(other, deviceUj.getAsLong()))
                                .map(Quantities::joules)
                                .orElse(null),
                leaner.map(Candidate::getNodeId).orElse(null));
    }

    /** Until the last token of the output that came. */
    private long us(Candidate other) {
        long steps = event.result().tokens().output() - 1;
        return other.getPrediction().getTtftUs() + other.getPrediction().getTpotUs() * steps;
    }

    private Optional<Candidate> leanest() {
        return others.stream()
                .filter(other -> other.getShareEnergyUj() > 0 && keepsThePromise(other))
                .min(Comparator.comparingLong(Candidate::getShareEnergyUj))
                .filter(_ -> chosenUj() > 0);
    }

    private boolean keepsThePromise(Candidate other) {
        Slo slo = decision.getSlo();
        return isWithin(other.getPrediction().getTtftP90Us(), slo.getTtftUs())
                && isWithin(other.getPrediction().getTpotUs(), slo.getTpotUs());
    }

    private static boolean isWithin(long predictedUs, long promisedUs) {
        return promisedUs == 0 || predictedUs <= promisedUs;
    }

    private long moreUj(Candidate other, long deviceUj) {
        double share = (double) other.getShareEnergyUj() / chosenUj();
        return Math.round(deviceUj * Math.max(0, 1 - share));
    }

    private long chosenUj() {
        return chosen(decision).getShareEnergyUj();
    }

    /** Where it went; one that says nothing where the decision does not tell. */
    static Candidate chosen(DecisionRecord decision) {
        return decision.getCandidatesList().stream()
                .filter(Candidate::getChosen)
                .findFirst()
                .orElseGet(Candidate::getDefaultInstance);
    }
}
