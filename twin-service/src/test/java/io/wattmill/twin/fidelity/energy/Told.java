// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.energy;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

/**
 * What an engine model says of a row.
 *
 * @param seconds of a step
 * @param watts of all GPUs
 */
record Told(Saturated row, double seconds, double watts) {
    static Told of(Saturated row, EngineModel engine) {
        StepLoad step = row.meanStep();
        return new Told(row, engine.seconds(step), engine.powerMilliwatts(step) / 1e3);
    }

    double joulesPerToken() {
        return watts * seconds / row.batch();
    }

    /** Logarithms of told over measured: time, power, and both, which is energy. */
    double[] residuals() {
        double time = Math.log(seconds / row.stepSeconds());
        double power = Math.log(watts / row.watts());
        return new double[] {time, power, 0.7 * (time + power)};
    }
}
