// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.common.v1.FacilityFactors;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.PredictedEnergy;

import java.math.BigInteger;

/** Predicts the energy of a request from its tokens, until the meters have spoken. */
final class EnergyPrediction {

    private static final long PPM = 1_000_000L;
    private static final long UJ_PER_KWH = 3_600_000_000_000L;

    private EnergyPrediction() {}

    /**
     * Device energy is coefficients times tokens (contract EnergyCoefficients, without base power,
     * which is nobody's until the window closes); host is the device's share; facility is what the
     * site adds to both, by PUE; carbon is drawn at the facility boundary. Microjoules and
     * micrograms, rounded down.
     */
    static PredictedEnergy of(
            TokenVector tokens, EnergyCoefficients coefficients, FacilityFactors facility) {
        long prefill = product(tokens.getInputUncached(), coefficients.getPrefillUjPerToken(), 1);
        long decode =
                product(tokens.getOutput(), coefficients.getDecodeUjPerToken(), 1)
                        + product(kvTokensRead(tokens), coefficients.getKvReadPjPerToken(), PPM);
        long host = product(prefill + decode, facility.getHostSharePpm(), PPM);
        long it = prefill + decode + host;
        long site = product(it, Math.max(0, facility.getPuePpm() - PPM), PPM);
        return PredictedEnergy.newBuilder()
                .setPrefillUj(prefill)
                .setDecodeUj(decode)
                .setHostUj(host)
                .setFacilityUj(site)
                .setCarbonUg(product(it + site, facility.getCarbonUgPerKwh(), UJ_PER_KWH))
                .build();
    }

    /** The contract's formula (EnergyCoefficients), which router and billing count by too. */
    private static long kvTokensRead(TokenVector tokens) {
        long prompt = tokens.getInputUncached() + tokens.getCacheRead() + tokens.getCacheWrite();
        long output = tokens.getOutput();
        return output * prompt + output * Math.max(0, output - 1) / 2;
    }

    /** a * b / divisor without overflow on the way; at most {@link Long#MAX_VALUE}. */
    private static long product(long a, long b, long divisor) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if (high == 0 && low >= 0) {
            return low / divisor;
        }
        BigInteger exact =
                BigInteger.valueOf(a)
                        .multiply(BigInteger.valueOf(b))
                        .divide(BigInteger.valueOf(divisor));
        return exact.bitLength() < Long.SIZE ? exact.longValue() : Long.MAX_VALUE;
    }
}
