// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.PredictionQuality;
import io.wattmill.router.placement.EngineSlot;
import io.wattmill.router.prediction.PredictionError;
import io.wattmill.router.prediction.PredictionErrors;

/** How well an engine is predicted, as the wire has it. */
final class PredictionMessages {
    private static final double PPM = 1e6;

    private PredictionMessages() {}

    static void write(EngineView.Builder view, EngineSlot slot) {
        PredictionErrors errors = slot.errors();
        view.setEngineClass(slot.kind())
                .setTtftPrediction(quality(errors.ttft()))
                .setTpotPrediction(quality(errors.tpot()))
                .setJoulesPrediction(quality(errors.joules()))
                .setClassJoulesPrediction(quality(errors.kind().joules()))
                .setClassTtftPrediction(quality(errors.kind().ttft()))
                .setClassTpotPrediction(quality(errors.kind().tpot()));
    }

    private static PredictionQuality quality(PredictionError error) {
        return PredictionQuality.newBuilder()
                .setObserved(error.seen())
                .setBiasPpm(Math.round(error.bias() * PPM))
                .setErrorPpm(Math.round(error.relative() * PPM))
                .setBelowP90Ppm(Math.round(error.belowP90() * PPM))
                .build();
    }
}
