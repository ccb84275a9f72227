// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.engine.EnergyCoefficients;

/**
 * What an agent has learned of an engine's joules, and how good it is. It says nothing about which
 * coefficients requests are placed and billed by: those are the reading's own.
 *
 * @param coefficients learned
 * @param told whether they are good enough to be told as the engine's coefficients
 * @param errors standard errors of the coefficients
 * @param priorRelativeErrorPpm of the router's coefficients on the same windows; 0 = it sent none
 * @param batch sequences that shared a step while the decode coefficient was learned
 * @param outputTokensPerMegajoule of the engine's devices, idle time included, over the last minute
 *     or so; 0 = none
 */
public record EngineFit(
        EnergyCoefficients coefficients,
        boolean told,
        Errors errors,
        long priorRelativeErrorPpm,
        long batch,
        long outputTokensPerMegajoule) {

    /** Standard errors of the coefficients, each in its coefficient's unit. */
    public record Errors(
            long prefillMicrojoules,
            long decodeMicrojoules,
            long kvReadPicojoules,
            long baseMilliwatts,
            long stepMicrojoules,
            long tokenMicrojoules) {}
}
