// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.wire;

import io.wattmill.contract.fleet.v1.EnergyFit;
import io.wattmill.router.fleet.EngineFit;
import io.wattmill.router.fleet.EngineFit.Errors;

/** What an agent has learned of an engine's joules, as the wire has it. */
public final class FitMessages {
    private FitMessages() {}

    /** To the wire. */
    public static EnergyFit write(EngineFit known) {
        return EnergyFit.newBuilder()
                .setCoefficients(EnergyMessages.write(known.coefficients()))
                .setTold(known.told())
                .setPrefillErrorUj(known.errors().prefillMicrojoules())
                .setDecodeErrorUj(known.errors().decodeMicrojoules())
                .setKvReadErrorPj(known.errors().kvReadPicojoules())
                .setBaseErrorMw(known.errors().baseMilliwatts())
                .setStepErrorUj(known.errors().stepMicrojoules())
                .setTokenErrorUj(known.errors().tokenMicrojoules())
                .setPriorRelativeErrorPpm(known.priorRelativeErrorPpm())
                .setBatch(known.batch())
                .setOutputTokensPerMegajoule(known.outputTokensPerMegajoule())
                .build();
    }

    /** From the wire; a negative figure is none. */
    public static EngineFit read(EnergyFit told) {
        return new EngineFit(
                EnergyMessages.read(told.getCoefficients()),
                told.getTold(),
                new Errors(
                        Math.max(0, told.getPrefillErrorUj()),
                        Math.max(0, told.getDecodeErrorUj()),
                        Math.max(0, told.getKvReadErrorPj()),
                        Math.max(0, told.getBaseErrorMw()),
                        Math.max(0, told.getStepErrorUj()),
                        Math.max(0, told.getTokenErrorUj())),
                Math.max(0, told.getPriorRelativeErrorPpm()),
                Math.max(0, told.getBatch()),
                Math.max(0, told.getOutputTokensPerMegajoule()));
    }
}
