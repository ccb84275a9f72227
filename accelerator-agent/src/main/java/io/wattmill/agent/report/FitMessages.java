// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.regression.Coefficient;
import io.wattmill.agent.regression.Estimate;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.fleet.v1.EnergyFit;

/** What was learned, in the words of the contracts. */
final class FitMessages {

    /** Method of coefficients that this agent has learned. */
    private static final String FITTED = "fitted";

    private static final double MICRO = 1e6;
    private static final double PICO = 1e12;
    private static final double MILLI = 1e3;
    private static final double PPM = 1e6;
    private static final double MEGA = 1e6;

    private FitMessages() {}

    /** As an engine's own coefficients. The version is the number of windows learned from. */
    static EnergyCoefficients coefficients(EngineFit fit) {
        Estimate learned = fit.estimate();
        return EnergyCoefficients.newBuilder()
                .setPrefillUjPerToken(value(learned.prefill(), MICRO))
                .setDecodeUjPerToken(value(learned.decode(), MICRO))
                .setKvReadPjPerToken(value(learned.kvRead(), PICO))
                .setBasePowerMw(value(learned.base(), MILLI))
                .setRelativeErrorPpm(Math.max(1, Math.round(learned.relativeError() * PPM)))
                .setMethod(FITTED)
                .setVersion(learned.windows())
                .setStepUj(value(learned.step(), MICRO))
                .setTokenUj(value(learned.token(), MICRO))
                .build();
    }

    /** With everything that says how good they are. */
    static EnergyFit fit(EngineFit fit) {
        Estimate learned = fit.estimate();
        return EnergyFit.newBuilder()
                .setCoefficients(coefficients(fit))
                .setTold(fit.trusted())
                .setPrefillErrorUj(error(learned.prefill(), MICRO))
                .setDecodeErrorUj(error(learned.decode(), MICRO))
                .setKvReadErrorPj(error(learned.kvRead(), PICO))
                .setBaseErrorMw(error(learned.base(), MILLI))
                .setPriorRelativeErrorPpm(Math.round(learned.priorError().orElse(0) * PPM))
                .setBatch(Math.round(learned.batch()))
                .setOutputTokensPerMegajoule(Math.round(fit.tokensPerJoule().orElse(0) * MEGA))
                .setStepErrorUj(error(learned.step(), MICRO))
                .setTokenErrorUj(error(learned.token(), MICRO))
                .build();
    }

    private static long value(Coefficient coefficient, double perUnit) {
        return Math.round(coefficient.value() * perUnit);
    }

    private static long error(Coefficient coefficient, double perUnit) {
        return Math.round(coefficient.standardError() * perUnit);
    }
}
