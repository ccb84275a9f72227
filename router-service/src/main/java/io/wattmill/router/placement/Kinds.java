// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.prediction.EnergyByBatch;
import io.wattmill.router.prediction.EngineLimits;
import io.wattmill.router.prediction.LearnedJoules;
import io.wattmill.router.prediction.PeerSpeed;
import io.wattmill.router.prediction.PredictionErrors;
import io.wattmill.router.prediction.PromptEnergy;

import java.util.LinkedHashMap;
import java.util.Map;

/** What engines of one kind have in common, computed and learned once for all of them. Bounded. */
final class Kinds {
    private static final int MOST = 256;

    private final Map<Kind, Common> kinds = new LinkedHashMap<>();

    private final Map<Kind, Physics> physics = new LinkedHashMap<>();

    private record Kind(
            ModelArchitecture model,
            GpuSpec gpu,
            Parallelism spread,
            EngineBackend backend,
            int batchedTokens) {}

    /** What they have in common, however their GPUs are made to run. */
    record Common(PeerSpeed speed, LearnedJoules joules, PredictionErrors.Kind errors) {}

    /** What follows from the engine model of those whose GPUs run alike. */
    record Physics(PromptEnergy prompts, EnergyByBatch energy) {}

    Physics physics(EngineModel model, EngineLimits limits) {
        if (physics.size() >= MOST) {
            physics.clear();
        }
        return physics.computeIfAbsent(
                kind(model, limits),
                kind ->
                        new Physics(
                                new PromptEnergy(model, kind.batchedTokens()),
                                new EnergyByBatch(model)));
    }

    private static Kind kind(EngineModel model, EngineLimits limits) {
        return new Kind(
                model.model(),
                model.gpu(),
                model.parallelism(),
                model.backend(),
                limits.maxBatchedTokens());
    }

    Common of(EngineModel model, EngineLimits limits) {
        if (kinds.size() >= MOST) {
            kinds.clear();
        }
        return kinds.computeIfAbsent(
                kind(model, limits),
                _ -> new Common(new PeerSpeed(), new LearnedJoules(), new PredictionErrors.Kind()));
    }
}
