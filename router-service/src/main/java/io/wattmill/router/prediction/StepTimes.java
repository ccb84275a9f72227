// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

/** Times of the steps that an engine would do next, by its model alone. Pure arithmetic. */
final class StepTimes {
    private static final double NANOS = 1e9;

    private final EngineModel model;
    private final EngineLimits limits;
    private final PromptEnergy prompts;
    private final PromptSteps promptSteps;

    StepTimes(EngineModel model, EngineLimits limits, PromptEnergy prompts) {
        this.model = model;
        this.limits = limits;
        this.prompts = prompts;
        this.promptSteps = new PromptSteps(model);
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
        double seconds =
                promptSteps.seconds(
                        tokens, context, chunk(decoding), decoding, decoding == 0 ? 0 : kvTokens);
        return Math.round(seconds * NANOS);
    }

    /** Prompt tokens that fit into a step beside the sequences that decode. */
    private int chunk(int decoding) {
        return Math.max(1, limits.maxBatchedTokens() - decoding);
    }

    /** All steps that compute {@code prompts} prompts of {@code tokens} together, packed. */
    long promptsNanos(long tokens, int prompts, int decoding, long kvTokens) {
        int chunk = chunk(decoding);
        long full = tokens / chunk;
        long kv = decoding == 0 ? 0 : kvTokens;
        double pairsPerToken = tokens / Math.max(1, prompts) / 2.0;
        double seconds = full * packed(chunk, pairsPerToken, decoding, kv);
        long last = tokens % chunk;
        seconds += last == 0 ? 0 : packed(last, pairsPerToken, decoding, kv);
        return Math.round(seconds * NANOS);
    }

    private double packed(long rows, double pairsPerToken, int decoding, long kvTokens) {
        return model.seconds(rows, rows * pairsPerToken, decoding, kvTokens);
    }

    /** Above idle, of one step of decoding sequences whose contexts sum to {@code kvTokens}. */
    double decodeMicrojoules(int sequences, long kvTokens) {
        return PromptEnergy.stepMicrojoules(model, StepLoad.decode(sequences, kvTokens));
    }

    /**
     * Energy of one more request: its prompt alone in steps of its own, and each of its tokens as
     * the difference between steps with and without it, or as its share of the steps with it.
     *
     * @param stepMicrojoules of a step without it
     */
    JoinEnergy toJoin(RequestShape shape, int sequences, long kvTokens, double stepMicrojoules) {
        double prefill = prompts.microjoules(shape);
        double with = decodeMicrojoules(sequences + 1, kvTokens + shape.meanContextTokens());
        int tokens = shape.outputTokens();
        return new JoinEnergy(
                Math.round(prefill + tokens * (with - stepMicrojoules)),
                Math.round(prefill + tokens * with / (sequences + 1)));
    }

    /** Microjoules of a request that joins a batch: what it adds, and what its share of all is. */
    record JoinEnergy(long marginal, long share) {
        static final JoinEnergy UNKNOWN = new JoinEnergy(0, 0);
    }
}
