// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.steady;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.PowerCurve;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.twin.predict.ServingTuning;

/**
 * What is told of a row.
 *
 * @param seconds of a step
 * @param watts of all GPUs
 */
public record Told(Saturated row, double seconds, double watts) {
    /** By these factors, and as the catalogue's H100 draws. */
    public static Told of(Saturated row, ServingTuning factors) {
        return of(row, factors, Gpus.H100_SXM.power());
    }

    /** By these factors and this power. */
    public static Told of(Saturated row, ServingTuning factors, PowerCurve power) {
        StepLoad step = row.meanStep();
        EngineModel engine = row.engine(factors.steps(), power);
        double age = factors.loop().age(Saturated.YEARS_LATER);
        return new Told(row, age * engine.seconds(step), engine.powerMilliwatts(step) / 1e3);
    }

    /** Of a GPU group, per output token. */
    public double joulesPerToken() {
        return watts * seconds / row.batch();
    }
}
