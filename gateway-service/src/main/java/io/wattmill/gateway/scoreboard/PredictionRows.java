// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.PredictionQuality;

import java.math.BigDecimal;

/** How well the router predicts an engine, and all of its class together. */
final class PredictionRows {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MICRO = 6;

    private PredictionRows() {}

    static ObjectNode of(EngineView engine) {
        ObjectNode row = NODES.objectNode().put("class", engine.getEngineClass());
        row.set("ttft", quality(engine.getTtftPrediction()));
        row.set("tpot", quality(engine.getTpotPrediction()));
        row.set("joules", quality(engine.getJoulesPrediction()));
        row.set("class_ttft", quality(engine.getClassTtftPrediction()));
        row.set("class_tpot", quality(engine.getClassTpotPrediction()));
        row.set("class_joules", quality(engine.getClassJoulesPrediction()));
        return row;
    }

    /** Null while nothing was compared. */
    private static JsonNode quality(PredictionQuality told) {
        return told.getObserved() == 0
                ? NODES.nullNode()
                : NODES.objectNode()
                        .put("observed", told.getObserved())
                        .put("bias", share(told.getBiasPpm()))
                        .put("error", share(told.getErrorPpm()))
                        .put("below_p90", share(told.getBelowP90Ppm()));
    }

    private static BigDecimal share(long ppm) {
        return Figure.plain(BigDecimal.valueOf(ppm, MICRO));
    }
}
