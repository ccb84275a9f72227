// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.ledger.v1.ModelPrice;
import io.wattmill.contract.ledger.v1.RateCard;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.TenantSalt;
import io.wattmill.gateway.meter.PriceTable;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What a request may take at most, whichever of its models answers. */
class EstimatorTest {

    private static final KeyRecord KEY =
            new KeyRecord(
                    "k",
                    "o",
                    "p",
                    Set.of(),
                    OptionalLong.empty(),
                    false,
                    TenantSalt.of(new byte[32]));
    private static final PriceTable PRICES =
            PriceTable.of(
                    RateCard.newBuilder()
                            .setVersion(1)
                            .setCurrency("USD")
                            .addModels(price("free", "0", "0"))
                            .addModels(price("reads", "5", "1"))
                            .addModels(price("writes", "1", "9"))
                            .build());

    private final EnergyPriors priors = new EnergyPriors(joules(1));
    private final Estimator estimator = new Estimator(() -> PRICES, priors, 10);

    private static ModelPrice price(String model, String input, String output) {
        return ModelPrice.newBuilder()
                .setModel(model)
                .setInputPerMtok(input)
                .setOutputPerMtok(output)
                .build();
    }

    private static EnergyCoefficients joules(long perToken) {
        return EnergyCoefficients.newBuilder().setDecodeUjPerToken(perToken).build();
    }

    private Estimate of(String model, String... fallbacks) {
        var ask = new Ask(KEY, "", "", model, 400, OptionalLong.of(50), 1, 1, List.of(fallbacks));
        return estimator.of(ask, 100, 0);
    }

    @Test
    void coversTheDearestOfTheModelsThatMayAnswer() {
        assertEquals(OptionalLong.of(0), of("free").nano());
        assertEquals(OptionalLong.of(100 * 5_000 + 50 * 1_000), of("free", "reads").nano());
        assertEquals(of("free", "reads").nano(), of("reads", "free", "writes").nano());
        assertEquals(OptionalLong.of(100 * 1_000 + 50 * 9_000), of("writes", "free").nano());
        assertEquals(of("free").tokens(), of("free", "reads").tokens());
    }

    @Test
    void coversTheModelThatDrawsMost() {
        priors.placed("reads", joules(7_000));
        assertTrue(of("free", "reads").energyUj() >= 50 * 7_000);
        assertEquals(of("reads").energyUj(), of("free", "reads").energyUj());
    }
}
