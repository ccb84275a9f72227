// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.regression.Prior;
import io.wattmill.contract.common.v1.EnergyCoefficients;

/** Reads what the router tells of an engine's joules. */
final class Priors {

    private static final double MICRO = 1e-6;
    private static final double PICO = 1e-12;
    private static final double MILLI = 1e-3;

    /** More than any engine has: 1 kJ a token, 1 mJ a token read, 100 kW. */
    private static final long MOST_UJ = 1_000_000_000L;

    private static final long MOST_PJ = 1_000_000_000L;
    private static final long MOST_MW = 100_000_000L;
    private static final long MOST_BATCH = 1_000_000L;

    private Priors() {}

    /** What is out of range is brought into it. The version is the batch that they hold at. */
    static Prior read(EnergyCoefficients told) {
        return new Prior(
                MILLI * Math.clamp(told.getBasePowerMw(), 0, MOST_MW),
                MICRO * Math.clamp(told.getPrefillUjPerToken(), 0, MOST_UJ),
                MICRO * Math.clamp(told.getDecodeUjPerToken(), 0, MOST_UJ),
                PICO * Math.clamp(told.getKvReadPjPerToken(), 0, MOST_PJ),
                Math.clamp(told.getVersion(), 1, MOST_BATCH));
    }
}
