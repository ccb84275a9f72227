// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

/** Times of the steps that an engine would do next, by its model alone. Pure arithmetic. */
final class StepTimes {
    private final EngineModel model;
    private final EngineLimits limits;
    private final PromptEnergy prompts;

    StepTimes(EngineModel model, EngineLimits limits, PromptEnergy prompts) {
        this.model = model;
        this.limits = limits;
        this.prompts = prompts;
    }

    /** One step of decoding sequences whose contexts sum to {@code kvTokens}. */
    long decodeNanos(int sequences, long kvTokens) {
        return model.stepTimeNanos(StepLoad.decode(sequences, kvTokens));
    }

    /**
     * All steps that compute {@code tokens} of prompt after {@code context} earlier ones, chunk by
     * chunk, with {@code decoding} sequences in each step.
     */
    long prefillNanos(long tokens, long context, int decoding, long kvTokens) {
        StepLoad others = StepLoad.decode(decoding, decoding == 0 ? 0 : kvTokens);
        int chunk = Math.max(1, limits.maxBatchedTokens() - decoding);
        long nanos = 0;
        long done = 0;
        while (done < tokens) {
            int now = (int) Math.min(chunk, tokens - done);
            nanos += model.stepTimeNanos(others.plus(StepLoad.prefill(now, context + done)));
            done += now;
        }
        return nanos;
    }

    /** All steps that compute {@code prompts} prompts of {@code tokens} together, packed. */
    long promptsNanos(long tokens, int prompts, int decoding, long kvTokens) {
        StepLoad others = StepLoad.decode(decoding, decoding == 0 ? 0 : kvTokens);
        int chunk = Math.max(1, limits.maxBatchedTokens() - decoding);
        long pairsPerToken = tokens / Math.max(1, prompts) / 2;
        long nanos = 0;
        for (long left = tokens; left > 0; left -= chunk) {
            int now = (int) Math.min(chunk, left);
            StepLoad prompt = new StepLoad(now, now * pairsPerToken, 0, 0);
            nanos += model.stepTimeNanos(others.plus(prompt));
        }
        return nanos;
    }

    /**
     * Energy of one more request: its prompt alone in steps of its own, and each of its tokens as
     * the difference between steps with and without it, or as its share of the steps with it.
     */
    JoinEnergy toJoin(RequestShape shape, int sequences, long kvTokens) {
        long context = shape.promptTokens() + shape.outputTokens() / 2L;
        double prefill = prompts.microjoules(shape);
        double with =
                PromptEnergy.stepMicrojoules(
                        model, StepLoad.decode(sequences + 1, kvTokens + context));
        double without = PromptEnergy.stepMicrojoules(model, StepLoad.decode(sequences, kvTokens));
        int tokens = shape.outputTokens();
        return new JoinEnergy(
                Math.round(prefill + tokens * (with - without)),
                Math.round(prefill + tokens * with / (sequences + 1)));
    }

    /** Microjoules of a request that joins a batch: what it adds, and what its share of all is. */
    record JoinEnergy(long marginal, long share) {
        static final JoinEnergy UNKNOWN = new JoinEnergy(0, 0);
    }
}
