// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Attention;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.StepLoad;

import org.junit.jupiter.api.Test;

/** What a token of context costs: only layers that keep all of it read it. */
class StepCostTest {
    private static final int CONTEXT = 1 << 20;

    private static double perKvToken(ModelArchitecture model) {
        return cost(model).unitsPerKvToken();
    }

    private static StepCost cost(ModelArchitecture model) {
        EngineModel engine =
                new EngineModel(model, Gpus.H100_SXM, Parallelism.tensor(8), EngineBackend.VLLM);
        return new StepCost(engine, 8);
    }

    private static ModelArchitecture with(ModelArchitecture model, Attention attention) {
        return new ModelArchitecture(
                model.name(),
                model.layers(),
                model.hidden(),
                model.vocabulary(),
                attention,
                model.feedForward(),
                model.weights(),
                model.expertWeights(),
                model.kvBits());
    }

    @Test
    void layersWithAWindowDoNotReadTheContext() {
        ModelArchitecture windowed = Models.find("gpt-oss-120b").orElseThrow();
        ModelArchitecture full =
                with(windowed, windowed.attention().windowed(windowed.layers(), 0));
        assertEquals(2, full.attention().fullLayers() / windowed.attention().fullLayers());
        assertEquals(2, perKvToken(full) / perKvToken(windowed), 1e-3);
    }

    @Test
    void recurrentLayersDoNotReadTheContext() {
        ModelArchitecture recurrent = Models.find("qwen3.5-397b-a17b").orElseThrow();
        ModelArchitecture full = with(recurrent, Attention.grouped(60, 4096, 32, 2, 256));
        assertEquals(4, perKvToken(full) / perKvToken(recurrent), 1e-3);
    }

    @Test
    void sparseLayersReadAnIndexOfTheContextAndChosenTokens() {
        ModelArchitecture sparse = Models.find("glm-5").orElseThrow();
        ModelArchitecture full = with(sparse, sparse.attention().sparse(0));
        assertTrue(perKvToken(sparse) < perKvToken(full) / 4, perKvToken(sparse) + " units");
        // What it chose is read whatever the context: the step without one is longer, too.
        StepLoad none = StepLoad.decode(8, 0);
        assertTrue(cost(sparse).units(none) > cost(full).units(none));
        StepLoad all = StepLoad.decode(8, CONTEXT);
        assertTrue(cost(sparse).units(all) < cost(full).units(all));
    }
}
