// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What tokens add to an engine's joules, taken from steps of its model.
 *
 * @param engine whose steps they are
 * @param kvTokenSeconds of a step, per token of KV cache read
 */
record MarginalEnergy(EngineModel engine, double kvTokenSeconds) {

    /** As {@link EngineModel#coefficients(int)} says. */
    EnergyCoefficients coefficients(int batch) {
        StepLoad chunk = StepLoad.prefill(EngineModel.REFERENCE_CHUNK, 0);
        StepLoad decode = StepLoad.decode(batch, 0);
        int other = Math.max(2, batch);
        double one = joulesAboveIdle(StepLoad.decode(1, 0));
        double token = (joulesAboveIdle(StepLoad.decode(other, 0)) - one) / (other - 1);
        return new EnergyCoefficients(
                Math.round(joulesAboveIdle(chunk) * 1e6 / EngineModel.REFERENCE_CHUNK),
                Math.round(joulesAboveIdle(decode) * 1e6 / batch),
                Math.round(wattsAboveIdle(decode) * kvTokenSeconds * 1e12),
                engine.idlePowerMilliwatts(),
                0,
                EnergyCoefficients.ENGINE_MODEL,
                batch,
                Math.round((one - token) * 1e6),
                Math.round(token * 1e6));
    }

    private double joulesAboveIdle(StepLoad load) {
        return wattsAboveIdle(load) * engine.seconds(load);
    }

    private double wattsAboveIdle(StepLoad load) {
        return (engine.powerMilliwatts(load) - engine.idlePowerMilliwatts()) / 1e3;
    }
}
