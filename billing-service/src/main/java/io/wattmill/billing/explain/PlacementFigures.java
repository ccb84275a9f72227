// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import io.wattmill.billing.explain.RequestView.Candidate;
import io.wattmill.billing.explain.RequestView.Latency;
import io.wattmill.billing.explain.RequestView.Placement;
import io.wattmill.billing.explain.RequestView.PredictedJoules;
import io.wattmill.billing.explain.RequestView.Slo;
import io.wattmill.billing.usage.EngineKey;
import io.wattmill.billing.usage.Timing;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.Prediction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Where a request went, the alternatives, and the latencies that were predicted and came about. */
final class PlacementFigures {

    private PlacementFigures() {}

    static Placement of(UsageEvent event, OptionalLong deviceUj, DecisionRecord decision) {
        EngineKey engine = event.servedBy();
        UsageEvent.Forecast forecast = event.forecast();
        Prediction chosen = Hindsight.chosen(decision).getPrediction();
        return new Placement(
                engine.nodeId(),
                engine.engineId(),
                decision.getMode(),
                Quantities.us(decision.getDecidedInNs()),
                decision.getFleetAgeMs(),
                decision.getFleetNodes(),
                new Latency(
                        known(forecast.ttftUs()),
                        known(forecast.ttftP90Us()),
                        actual(ttftUs(event.timing()))),
                new Latency(
                        known(forecast.tpotUs()),
                        known(chosen.getTpotP90Us()),
                        actual(tpotUs(event))),
                joules(chosen),
                decision.hasSlo() ? slo(decision) : null,
                decision.getCandidatesList().stream().map(PlacementFigures::candidate).toList(),
                Hindsight.of(event, deviceUj, decision));
    }

    private static PredictedJoules joules(Prediction chosen) {
        return new PredictedJoules(
                joules(chosen.getEnergyUj()),
                joules(chosen.getEnergyP10Uj()),
                joules(chosen.getEnergyP90Uj()));
    }

    private static @Nullable BigDecimal joules(long microjoules) {
        return microjoules > 0 ? Quantities.joules(microjoules) : null;
    }

    private static Slo slo(DecisionRecord decision) {
        return new Slo(
                known(decision.getSlo().getTtftUs()),
                known(decision.getSlo().getTpotUs()),
                known(decision.getSlo().getTpotCapUs()),
                decision.getSlo().getTtftIsAim());
    }

    private static Candidate candidate(io.wattmill.contract.placement.v1.Candidate candidate) {
        return new Candidate(
                candidate.getNodeId(),
                candidate.getEngineId(),
                candidate.getChosen(),
                text(candidate.getExcludedBecause()),
                Quantities.ms(candidate.getPrediction().getTtftP90Us()),
                Quantities.ms(candidate.getPrediction().getTpotUs()),
                Quantities.joules(candidate.getMarginalEnergyUj()),
                Quantities.joules(candidate.getShareEnergyUj()),
                Quantities.ratio(candidate.getPrefixHitPpm()),
                text(candidate.getPrefixHitBy()),
                text(candidate.getNote()),
                text(candidate.getLeg()));
    }

    private static OptionalLong ttftUs(Timing timing) {
        return timing.firstTokenAtUs().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(timing.firstTokenAtUs().getAsLong() - timing.startedAtUs());
    }

    /** Time per output token after the first. */
    private static OptionalLong tpotUs(UsageEvent event) {
        long steps = event.result().tokens().output() - 1;
        OptionalLong first = event.timing().firstTokenAtUs();
        return steps < 1 || first.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((event.timing().endedAtUs() - first.getAsLong()) / steps);
    }

    private static @Nullable BigDecimal known(long us) {
        return us > 0 ? Quantities.ms(us) : null;
    }

    private static @Nullable BigDecimal actual(OptionalLong us) {
        return us.isEmpty() ? null : Quantities.ms(us.getAsLong());
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
