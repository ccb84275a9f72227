// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import io.wattmill.billing.Records;
import io.wattmill.billing.cost.Amounts;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.Charge;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageParser;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.contract.placement.v1.Candidate;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.DecisionRecord.ModelTry;
import io.wattmill.contract.placement.v1.Prediction;
import io.wattmill.contract.placement.v1.Slo;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

final class ExplanationTest {

    private static final long NOW = 1_767_225_600_000_000L;
    private static final RateCardVersion CARD =
            new RateCardVersion(
                    7,
                    0,
                    new CardTerms(
                            "USD",
                            Map.of(),
                            new FacilityFactors(100_000, 1_200_000, 360_000_000, BigDecimal.ONE)));

    @Test
    void measuredJoulesAndCostAreWhatTheLedgerHolds() {
        RequestView view = view(Records.record(1, NOW), measured());
        RequestView.Energy energy = view.energy();
        assertEquals("measured", energy.method());
        assertEquals(new BigDecimal("33"), energy.energyJoules());
        assertEquals(new BigDecimal("3"), requireNonNull(energy.parts()).hostJoules());
        assertEquals(new BigDecimal("6.1"), energy.idleShareJoules());
        assertEquals(new BigDecimal("7.2"), energy.facilityJoules());
        assertEquals(new BigDecimal("0.97"), energy.quality());
        assertEquals(new BigDecimal("0.004"), view.carbonGrams());
        assertEquals(new BigDecimal("0.000005"), view.money().cost());
        assertEquals(new BigDecimal("-0.000005"), view.money().margin());
    }

    /** 1 J and 2 J predicted, 10 % more in the host, x 1.2 of 3.6 MJ/kWh at 360 g/kWh. */
    @Test
    void predictedCarbonIsThatOfTheWholeSiteAndTheCostIsNotKnownYet() {
        RequestView view = view(Records.record(1, NOW), new EnergyRecord.Predicted("why"));
        assertEquals(new BigDecimal("0.000396"), view.carbonGrams());
        assertNull(view.money().cost());
        assertNull(view.money().margin());
    }

    @Test
    void saysThatTheEngineContradictedItself() {
        UsageRecord.Builder record =
                Records.record(1, NOW).setUsageSource(UsageSource.USAGE_SOURCE_DISPUTED);
        record.getAttemptsBuilder(0).setError("usage disputed: 50 against 2");
        RequestView view = view(record, new EnergyRecord.Predicted("why"));
        assertEquals("disputed", view.tokens().source());
        assertEquals("usage disputed: 50 against 2", view.attempts().getFirst().error());
    }

    private static EnergyRecord measured() {
        return new EnergyRecord.Measured(
                11_000_000,
                19_000_000,
                6_100_000,
                970_000,
                new Amounts(3_000_000, 7_200_000, 4_000, 1_000, 4_000));
    }

    @Test
    void withoutAPriceItSaysUnpriced() {
        RequestView.Money money =
                view(Records.record(1, NOW), new EnergyRecord.Predicted("why")).money();
        assertTrue(Objects.requireNonNull(money.note()).contains("price book 7"));
    }

    @Test
    void latenciesThatNeverCameAreAbsent() {
        UsageRecord.Builder failed =
                Records.record(1, NOW)
                        .setOutcome(Outcome.OUTCOME_FAILED)
                        .clearFirstTokenAtUs()
                        .clearPrediction();
        RequestView view =
                view(failed, new EnergyRecord.Predicted("the request never reached an engine"));
        assertEquals("failed", view.outcome());
        assertNull(view.placement().ttftMs().actual());
        assertNull(view.placement().ttftMs().predicted());
        assertNull(view.energy().quality());
        assertEquals("the request never reached an engine", view.energy().note());
    }

    /** The record is of the model that answered; the decision says which came before it. */
    @Test
    void eachAttemptHasItsModelWhenAnotherTookOver() {
        UsageRecord.Builder record = Records.record(1, NOW).clearAttempts();
        for (int number = 1; number <= 3; number++) {
            record.addAttempts(
                    Attempt.newBuilder()
                            .setNumber(number)
                            .setNodeId("n" + number)
                            .setEngineId("e0")
                            .setStartedAtUs(NOW)
                            .setEndedAtUs(NOW + 1)
                            .setOutcome(Outcome.OUTCOME_FAILED));
        }
        DecisionRecord decision =
                DecisionRecord.newBuilder()
                        .setAskedModel("big")
                        .addTries(ModelTry.newBuilder().setFirstAttempt(1).setModel("big"))
                        .addTries(ModelTry.newBuilder().setFirstAttempt(3).setModel("small"))
                        .build();
        record.setModel("small");
        RequestView view = view(record, new EnergyRecord.Predicted("why"), decision);
        assertEquals("small", view.request().model());
        assertEquals("big", view.request().fallbackFrom());
        assertEquals(
                List.of("big", "big", "small"),
                view.attempts().stream().map(RequestView.Attempt::model).toList());
    }

    @Test
    void anAttemptOfTheModelAskedForIsNoFallback() {
        RequestView view = view(Records.record(1, NOW), new EnergyRecord.Predicted("why"));
        assertNull(view.request().fallbackFrom());
        assertEquals(view.request().model(), view.attempts().getFirst().model());
    }

    /** 30 J measured where 40 J were predicted: the other's 20 J would have come to 15 J. */
    @Test
    void regretIsHeldAgainstTheBestOtherThatKeepsThePromise() {
        UsageRecord.Builder record = Records.record(1, NOW);
        long steps = record.getTokens().getOutput() - 1;
        DecisionRecord decision =
                DecisionRecord.newBuilder()
                        .setSlo(Slo.newBuilder().setTtftUs(500_000).setTpotUs(40_000))
                        .addCandidates(candidate("chosen", 100, 40).setChosen(true))
                        .addCandidates(candidate("late", 900, 1))
                        .addCandidates(candidate("leaner", 200, 20))
                        .addCandidates(candidate("gone", 1, 1).setExcludedBecause("draining"))
                        .build();
        RequestView.Placement placement = view(record, measured(), decision).placement();
        RequestView.Regret regret = requireNonNull(placement.regret());
        assertEquals(new BigDecimal("15"), regret.joules());
        assertEquals("leaner", regret.joulesNode());
        assertEquals("leaner", regret.latencyNode());
        Attempt attempt = record.getAttempts(0);
        long took = attempt.getEndedAtUs() - attempt.getStartedAtUs();
        long late = Math.max(0, took - 200_000 - 1_000 * steps);
        assertEquals(Quantities.ms(late), regret.latencyMs());
        assertEquals(new BigDecimal("500"), requireNonNull(placement.slo()).ttftMs());
        assertNull(requireNonNull(placement.slo()).tpotCapMs());

        RequestView.Regret unmeasured =
                view(record, new EnergyRecord.Predicted("why"), decision).placement().regret();
        assertNull(requireNonNull(unmeasured).joules());
    }

    @Test
    void thereIsNoRegretWhereThereWasNowhereElse() {
        DecisionRecord alone =
                DecisionRecord.newBuilder()
                        .addCandidates(candidate("chosen", 100, 40).setChosen(true))
                        .build();
        assertNull(view(Records.record(1, NOW), measured(), alone).placement().regret());
    }

    private static Candidate.Builder candidate(String node, long ttftMs, long joules) {
        return Candidate.newBuilder()
                .setNodeId(node)
                .setShareEnergyUj(joules * 1_000_000)
                .setPrediction(
                        Prediction.newBuilder()
                                .setTtftUs(ttftMs * 1_000)
                                .setTtftP90Us(ttftMs * 1_000)
                                .setTpotUs(1_000));
    }

    private static RequestView view(UsageRecord.Builder record, EnergyRecord energy) {
        return view(record, energy, DecisionRecord.getDefaultInstance());
    }

    private static RequestView view(
            UsageRecord.Builder record, EnergyRecord energy, DecisionRecord decision) {
        UsageEvent event = UsageParser.parse(Records.batch(record)).events().getFirst();
        SettledRequest settled =
                new SettledRequest(
                        event,
                        7,
                        Optional.empty(),
                        "USD",
                        Charge.NONE,
                        energy,
                        Optional.empty(),
                        Optional.empty());
        return Explanation.of(settled, CARD, decision);
    }
}
