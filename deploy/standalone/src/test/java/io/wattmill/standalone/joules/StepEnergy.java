// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

/** What a step of an engine takes, joules: the truth that is to be learned. */
interface StepEnergy {

    /** Joules of a step that lasts {@code seconds}; an idle engine has {@link StepLoad#NONE}. */
    double joules(StepLoad load, double seconds);

    /** As the engine model says: its power at the step's rows, for the step's time. */
    static StepEnergy of(EngineModel engine) {
        return (load, seconds) -> engine.powerMilliwatts(load) / 1e3 * seconds;
    }

    /** Exactly linear in the engine's work, by these coefficients. */
    static StepEnergy of(EnergyCoefficients truth) {
        return (load, seconds) ->
                truth.basePowerMilliwatts() / 1e3 * seconds
                        + truth.prefillMicrojoulesPerToken() / 1e6 * load.prefillTokens()
                        + truth.decodeMicrojoulesPerToken() / 1e6 * load.decodeSequences()
                        + truth.kvReadPicojoulesPerToken() / 1e12 * load.kvTokensRead();
    }
}
