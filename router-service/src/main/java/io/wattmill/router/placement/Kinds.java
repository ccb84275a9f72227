// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.prediction.EngineLimits;
import io.wattmill.router.prediction.PromptEnergy;

import java.util.LinkedHashMap;
import java.util.Map;

/** What engines of one kind have in common, computed once for all of them. Bounded. */
final class Kinds {
    private static final int MOST = 256;

    private final Map<Kind, PromptEnergy> prompts = new LinkedHashMap<>();

    private record Kind(ModelArchitecture model, GpuSpec gpu, int gpus, int batchedTokens) {}

    PromptEnergy prompts(EngineModel model, EngineLimits limits) {
        if (prompts.size() >= MOST) {
            prompts.clear();
        }
        int batched = limits.maxBatchedTokens();
        return prompts.computeIfAbsent(
                new Kind(model.model(), model.gpu(), model.tensorParallel(), batched),
                _ -> new PromptEnergy(model, batched));
    }
}
