// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.wire;

import io.wattmill.contract.common.v1.EnergyCoefficients;

/** An engine's linear energy model, as the wire has it. */
public final class EnergyMessages {
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
                .build();
    }

    /** From the wire. */
    public static io.wattmill.router.engine.EnergyCoefficients read(EnergyCoefficients told) {
        return new io.wattmill.router.engine.EnergyCoefficients(
                told.getPrefillUjPerToken(),
                told.getDecodeUjPerToken(),
                told.getKvReadPjPerToken(),
                told.getBasePowerMw(),
                told.getRelativeErrorPpm(),
                told.getMethod(),
                told.getVersion());
    }
}
