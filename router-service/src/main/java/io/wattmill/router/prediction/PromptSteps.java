// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

/**
 * The steps that compute a prompt chunk by chunk, as one: all chunks but the last have equally many
 * rows, and for fixed rows a step's time is affine in what it reads ({@link EngineModel}), so that
 * their sum is their number times the step of their mean. Two steps are computed, however long the
 * prompt.
 */
final class PromptSteps {
    private final EngineModel model;

    PromptSteps(EngineModel model) {
        this.model = model;
    }

    /**
     * Seconds of all steps.
     *
     * @param tokens of the prompt to compute
     * @param context tokens of it that are computed already
     * @param chunk most of its tokens per step, at least 1
     * @param decoding sequences in each step, whose contexts sum to {@code kvTokens}
     */
    double seconds(long tokens, long context, int chunk, int decoding, long kvTokens) {
        long full = tokens / chunk;
        int last = (int) (tokens % chunk);
        double seconds = 0;
        if (full > 0) {
            double read = context + chunk * (full - 1) / 2.0;
            double pairs = chunk * read + chunk * (chunk + 1) / 2.0;
            seconds += full * model.seconds(chunk, pairs, decoding, kvTokens + read);
        }
        if (last > 0) {
            long before = context + full * chunk;
            double pairs = StepLoad.pairs(last, before);
            seconds += model.seconds(last, pairs, decoding, (double) kvTokens + before);
        }
        return seconds;
    }

    /** Joules above idle of all steps, with nothing else in them. */
    double joules(long tokens, long context, int chunk) {
        long full = tokens / chunk * chunk;
        return wattsAboveIdle(chunk) * seconds(full, context, chunk, 0, 0)
                + wattsAboveIdle((int) (tokens - full))
                        * seconds(tokens - full, context + full, chunk, 0, 0);
    }

    private double wattsAboveIdle(int rows) {
        StepLoad step = new StepLoad(rows, 0, 0, 0);
        return (model.powerMilliwatts(step) - model.idlePowerMilliwatts()) / 1e3;
    }
}
