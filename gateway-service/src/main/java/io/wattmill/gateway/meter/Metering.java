// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.PredictedEnergy;
import io.wattmill.gateway.wire.WattmillUsage;

import java.util.OptionalLong;

/**
 * Tokens with what they cost and draw.
 *
 * @param tokens what is billed
 * @param energy predicted from the engine's coefficients
 * @param chargedNano the charge, 1e-9 of the currency; empty while the model has no price
 * @param currency ISO 4217 code; empty while no rate card is known
 * @param priceVersion version of the rate card that was used
 * @param metered whether its joules can be known here at all; a hosted API's cannot
 */
public record Metering(
        Tokens tokens,
        PredictedEnergy energy,
        OptionalLong chargedNano,
        String currency,
        int priceVersion,
        boolean metered) {

    /** Method of the coefficients of an engine whose joules nobody here can know. */
    private static final String UNMETERED = "unmetered";

    /** Meters {@code tokens} of {@code model}. */
    public static Metering of(
            Tokens tokens,
            String model,
            Situation situation,
            PriceTable prices,
            EnergyCoefficients coefficients) {
        TokenVector vector = tokens.vector();
        long input = vector.getInputUncached() + vector.getCacheRead() + vector.getCacheWrite();
        return new Metering(
                tokens,
                EnergyPrediction.of(vector, coefficients, prices.facility()),
                prices.rates(model, situation, input).charge(vector),
                prices.currency(),
                prices.version(),
                !coefficients.getMethod().equals(UNMETERED));
    }

    /** Predicted joules of devices and hosts, microjoules: the boundary that callers see. */
    public long energyUj() {
        return energy.getPrefillUj() + energy.getDecodeUj() + energy.getHostUj();
    }

    /** What the caller is shown in {@code usage.wattmill}. */
    public WattmillUsage shown() {
        return metered
                ? new WattmillUsage(energyUj(), chargedNano, currency, energy.getCarbonUg())
                : WattmillUsage.unmetered(chargedNano, currency);
    }
}
