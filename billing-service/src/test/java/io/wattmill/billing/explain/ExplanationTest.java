// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.Records;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.Charge;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageParser;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.DecisionRecord;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
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
    void measuredJoulesAreDevicePlusHostWithIdleAndFacilityBesideThem() {
        RequestView.Energy energy =
                view(
                                Records.record(1, NOW),
                                new EnergyRecord.Measured(
                                        11_000_000, 19_000_000, 6_100_000, 970_000))
                        .energy();
        assertEquals("measured", energy.method());
        assertEquals(new BigDecimal("33"), energy.energyJoules());
        assertEquals(new BigDecimal("3"), energy.parts().hostJoules());
        assertEquals(new BigDecimal("6.1"), energy.idleShareJoules());
        assertEquals(new BigDecimal("6.6"), energy.facilityJoules());
        assertEquals(new BigDecimal("0.97"), energy.quality());
    }

    @Test
    void carbonIsThatOfTheWholeSite() {
        // 33 J x 1.2 of 3.6 MJ/kWh at 360 g/kWh.
        assertEquals(
                new BigDecimal("0.00396"),
                view(
                                Records.record(1, NOW),
                                new EnergyRecord.Measured(11_000_000, 19_000_000, 0, 0))
                        .carbonGrams());
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

    private static RequestView view(UsageRecord.Builder record, EnergyRecord energy) {
        UsageEvent event = UsageParser.parse(Records.batch(record)).events().getFirst();
        SettledRequest settled =
                new SettledRequest(event, 7, Optional.empty(), "USD", Charge.NONE, energy,
                        Optional.empty());
        return Explanation.of(settled, CARD, DecisionRecord.getDefaultInstance());
    }
}
