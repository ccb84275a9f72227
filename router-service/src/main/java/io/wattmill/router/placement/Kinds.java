// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.prediction.EngineLimits;
import io.wattmill.router.prediction.PeerSpeed;
import io.wattmill.router.prediction.PredictionErrors;
import io.wattmill.router.prediction.PromptEnergy;

import java.util.LinkedHashMap;
import java.util.Map;

/** What engines of one kind have in common, computed and learned once for all of them. Bounded. */
final class Kinds {
    private static final int MOST = 256;

    private final Map<Kind, Common> kinds = new LinkedHashMap<>();

    private record Kind(ModelArchitecture model, GpuSpec gpu, int gpus, int batchedTokens) {}

    /** What they have in common. */
    record Common(PromptEnergy prompts, PeerSpeed speed, PredictionErrors.Kind errors) {}

    Common of(EngineModel model, EngineLimits limits) {
        if (kinds.size() >= MOST) {
            kinds.clear();
        }
        int batched = limits.maxBatchedTokens();
        return kinds.computeIfAbsent(
                new Kind(model.model(), model.gpu(), model.tensorParallel(), batched),
                _ ->
                        new Common(
                                new PromptEnergy(model, batched),
                                new PeerSpeed(),
                                new PredictionErrors.Kind()));
    }
}
