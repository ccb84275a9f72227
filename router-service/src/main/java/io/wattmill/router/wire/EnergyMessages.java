// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.wire;

import io.wattmill.contract.common.v1.EnergyCoefficients;

/** An engine's linear energy model, as the wire has it. */
public final class EnergyMessages {
    /** More than any engine has: 1 kJ a token, 1 mJ a token of context read, 100 kW. */
    private static final long MOST_UJ = 1_000_000_000L;

    private static final long MOST_PJ = 1_000_000_000L;
    private static final long MOST_MW = 100_000_000L;

    private EnergyMessages() {}

    /** To the wire. */
    public static EnergyCoefficients write(io.wattmill.router.engine.EnergyCoefficients known) {
        return EnergyCoefficients.newBuilder()
                .setPrefillUjPerToken(known.prefillMicrojoulesPerToken())
                .setDecodeUjPerToken(known.decodeMicrojoulesPerToken())
                .setKvReadPjPerToken(known.kvReadPicojoulesPerToken())
                .setBasePowerMw(known.basePowerMilliwatts())
                .setRelativeErrorPpm(known.relativeErrorPpm())
                .setMethod(known.method())
                .setVersion(known.version())
                .setStepUj(known.stepMicrojoules())
                .setTokenUj(known.tokenMicrojoules())
                .build();
    }

    /** From the wire; a negative figure is none. */
    public static io.wattmill.router.engine.EnergyCoefficients read(EnergyCoefficients told) {
        return new io.wattmill.router.engine.EnergyCoefficients(
                bounded(told.getPrefillUjPerToken(), MOST_UJ),
                bounded(told.getDecodeUjPerToken(), MOST_UJ),
                bounded(told.getKvReadPjPerToken(), MOST_PJ),
                bounded(told.getBasePowerMw(), MOST_MW),
                Math.max(0, told.getRelativeErrorPpm()),
                told.getMethod(),
                told.getVersion(),
                bounded(told.getStepUj(), MOST_UJ),
                bounded(told.getTokenUj(), MOST_UJ));
    }

    private static long bounded(long told, long most) {
        return Math.clamp(told, 0, most);
    }
}
