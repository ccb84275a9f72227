// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

import java.util.Arrays;

/**
 * Energy of prompts in steps of their own, above idle, by an engine model alone. Engines of one
 * kind share it, and the times of prompts beside it: each of them is asked about the same prompt in
 * turn, so the last answers are kept. Not thread-safe.
 */
public final class PromptEnergy {
    private static final int KEPT = 256;
    private static final double MICRO = 1e6;
    private static final long NOTHING = -1;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final PromptSteps steps;
    private final PromptTimes times;
    private final int maxBatchedTokens;
    private final long[] prompts = new long[KEPT];
    private final double[] microjoules = new double[KEPT];

    /**
     * @param maxBatchedTokens most prompt tokens of a step
     */
    public PromptEnergy(EngineModel model, int maxBatchedTokens) {
        steps = new PromptSteps(model);
        times = new PromptTimes(model, steps);
        this.maxBatchedTokens = maxBatchedTokens;
        Arrays.fill(prompts, NOTHING);
    }

    PromptTimes times() {
        return times;
    }

    double microjoules(RequestShape shape) {
        long prompt = (long) shape.promptTokens() << Integer.SIZE | shape.cachedTokens();
        int place = (int) (prompt * GOLDEN >>> Long.SIZE - 8);
        if (prompts[place] != prompt) {
            prompts[place] = prompt;
            microjoules[place] = sum(shape);
        }
        return microjoules[place];
    }

    private double sum(RequestShape shape) {
        return MICRO * steps.joules(shape.uncachedTokens(), shape.cachedTokens(), maxBatchedTokens);
    }

    /** Above idle. Milliwatts times nanoseconds are picojoules. */
    static double stepMicrojoules(EngineModel model, StepLoad load) {
        return stepMilliwatts(model, load) * model.stepTimeNanos(load) / 1e6;
    }

    /** Above idle. The context of its sequences does not count. */
    static double stepMilliwatts(EngineModel model, StepLoad load) {
        return model.powerMilliwatts(load) - model.idlePowerMilliwatts();
    }
}
