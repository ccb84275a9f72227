// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.StepLoad;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is kept, and the running sequences' part as a product, is the sum of the steps. */
class PromptTimesTest {
    private static final int BATCHED = 8_192;

    private final EngineModel model = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private final PromptSteps steps = new PromptSteps(model);
    private final PromptTimes kept = new PromptTimes(model, steps);

    /** Few different lengths and batches, so that most answers are kept ones, some overwritten. */
    @Property
    void isTheExactSum(
            @ForAll @IntRange(min = 1, max = 40) int tokens,
            @ForAll @IntRange(max = 5) int context,
            @ForAll @IntRange(max = 60) int decoding,
            @ForAll @IntRange(max = 400_000) int kvTokens) {
        int chunk = BATCHED - decoding;
        double once = kept.seconds(1_000 * tokens, 900 * context, chunk, decoding, kvTokens);
        double exact = steps.seconds(1_000 * tokens, 900 * context, chunk, decoding, kvTokens);
        assertEquals(exact, once, 1e-9 * exact);
        double again = kept.seconds(1_000 * tokens, 900 * context, chunk, decoding, kvTokens);
        assertEquals(once, again, 0);
    }

    @Property
    void joinedStepIsTheStepOfOneMore(
            @ForAll @IntRange(max = 300) int running,
            @ForAll @IntRange(min = 1, max = 2_000) int each,
            @ForAll @IntRange(min = 1, max = 100_000) int context) {
        EngineLimits limits = new EngineLimits(400_000, 256, BATCHED);
        StepTimes times = new StepTimes(model, limits, new PromptEnergy(model, BATCHED));
        EngineWork work = new EngineWork();
        for (int i = 0; i < running; i++) {
            RequestShape one = new RequestShape(each, 0, 100);
            work.placed(one);
            work.decodes(one);
        }
        long kv = (long) running * each;
        long joined = Standing.of(work, limits, times).joinedNanos(context);
        long exact = model.stepTimeNanos(StepLoad.decode(running + 1, kv + context));
        assertTrue(Math.abs(joined - exact) <= 1, joined + " ns, exactly " + exact);
    }
}
