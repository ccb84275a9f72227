// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.ledger.v1.PredictedEnergy;
import io.wattmill.gateway.wire.WattmillUsage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tokens with what they cost and draw.
 *
 * @param tokens what is billed
 * @param energy predicted from the engine's coefficients
 * @param chargedNano the charge, 1e-9 of the currency; empty while the model has no price
 * @param currency ISO 4217 code; empty while no rate card is known
 * @param priceVersion version of the rate card that was used
 */
public record Metering(
        Tokens tokens,
        PredictedEnergy energy,
        OptionalLong chargedNano,
        String currency,
        int priceVersion) {

    /** Meters {@code tokens} of {@code model} in {@code tier}. */
    public static Metering of(
            Tokens tokens,
            String model,
            String tier,
            PriceTable prices,
            EnergyCoefficients coefficients) {
        Optional<ModelRates> rates = prices.rates(model, tier);
        return new Metering(
                tokens,
                EnergyPrediction.of(tokens.vector(), coefficients, prices.facility()),
                rates.isPresent()
                        ? OptionalLong.of(rates.get().charge(tokens.vector()))
                        : OptionalLong.empty(),
                prices.currency(),
                prices.version());
    }

    /** What the caller is shown in {@code usage.wattmill}. */
    public WattmillUsage shown() {
        long energyUj = energy.getPrefillUj() + energy.getDecodeUj() + energy.getHostUj();
        return new WattmillUsage(energyUj, chargedNano, currency, energy.getCarbonUg());
    }
}
