// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.StepLoad;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The sum in one piece is the sum chunk by chunk. */
class PromptStepsTest {
    private final EngineModel model = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private final PromptSteps steps = new PromptSteps(model);

    @Property
    void addsUpToTheChunksTimes(
            @ForAll @IntRange(min = 1, max = 130_000) int tokens,
            @ForAll @IntRange(max = 100_000) int context,
            @ForAll @IntRange(min = 64, max = 16_384) int chunk,
            @ForAll @IntRange(max = 256) int decoding,
            @ForAll @IntRange(max = 400_000) int kvTokens) {
        double sum = 0;
        for (long done = 0; done < tokens; done += chunk) {
            int now = (int) Math.min(chunk, tokens - done);
            StepLoad prompt = StepLoad.prefill(now, context + done);
            sum += model.seconds(prompt.plus(StepLoad.decode(decoding, kvTokens)));
        }
        double once = steps.seconds(tokens, context, chunk, decoding, kvTokens);
        assertEquals(sum, once, 1e-9 * sum);
    }

    @Property
    void addsUpToTheChunksJoules(
            @ForAll @IntRange(min = 1, max = 130_000) int tokens,
            @ForAll @IntRange(max = 100_000) int context,
            @ForAll @IntRange(min = 64, max = 16_384) int chunk) {
        double sum = 0;
        for (long done = 0; done < tokens; done += chunk) {
            int now = (int) Math.min(chunk, tokens - done);
            StepLoad step = StepLoad.prefill(now, context + done);
            double watts = (model.powerMilliwatts(step) - model.idlePowerMilliwatts()) / 1e3;
            sum += watts * model.seconds(step);
        }
        assertEquals(sum, steps.joules(tokens, context, chunk), 1e-9 * sum);
    }
}
