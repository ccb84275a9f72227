// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;

/** Whether an engine can be at all: its weights and one context have to be in memory together. */
final class MemoryFit {
    private MemoryFit() {}

    /** The same reading; of an engine that does not fit, why. */
    static PointReading checked(PointReading reading) {
        return switch (reading) {
            case PointReading.Known(ServingPoint point) -> checked(point, reading);
            case PointReading.Unknown _ -> reading;
        };
    }

    private static PointReading checked(ServingPoint point, PointReading reading) {
        var engine =
                new EngineModel(point.model(), point.gpu(), point.spread(), EngineBackend.VLLM);
        // A sequence has the cache of one copy of the attention.
        long room = engine.kvCapacityTokens() / point.spread().attentionData();
        if (room == 0) {
            return new PointReading.Unknown("the weights leave no room for KV cache");
        }
        double context = point.load().input() + point.load().output();
        return context > room
                ? new PointReading.Unknown("one context exceeds the KV cache")
                : reading;
    }
}
