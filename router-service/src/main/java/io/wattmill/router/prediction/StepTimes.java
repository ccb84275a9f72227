// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

/** Times of the steps that an engine would do next, by its model alone. Pure arithmetic. */
final class StepTimes {
    private static final double NANOS = 1e9;
    private static final double PICO_PER_MICRO = 1e6;

    private final EngineModel model;
    private final EngineLimits limits;
    private final PromptEnergy prompts;
    private final PromptTimes promptTimes;

    StepTimes(EngineModel model, EngineLimits limits, PromptEnergy prompts) {
        this.model = model;
        this.limits = limits;
        this.prompts = prompts;
        this.promptTimes = prompts.times();
    }

    /** One step of decoding sequences whose contexts sum to {@code kvTokens}. */
    long decodeNanos(int sequences, long kvTokens) {
        return model.stepTimeNanos(StepLoad.decode(sequences, kvTokens));
    }

    /** A step's nanoseconds for each token of KV cache that it reads: affine, whatever else. */
    double nanosPerKvToken() {
        return promptTimes.secondsPerKvToken() * NANOS;
    }

    /**
     * All steps that compute {@code tokens} of prompt after {@code context} earlier ones, chunk by
     * chunk, with {@code decoding} sequences in each step.
     */
    long prefillNanos(int tokens, int context, int decoding, long kvTokens) {
        double seconds =
                promptTimes.seconds(
                        tokens, context, chunk(decoding), decoding, decoding == 0 ? 0 : kvTokens);
        return Math.round(seconds * NANOS);
    }

    /** The same beside what is on the engine already. */
    long promptNanos(int tokens, int context, Standing now) {
        return prefillNanos(tokens, context, now.decoding(), now.kvTokens());
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

    /** Above idle, of any step of this many decoding sequences. */
    double decodeMilliwatts(int sequences) {
        return PromptEnergy.stepMilliwatts(model, StepLoad.decode(sequences, 0));
    }

    /**
     * Energy of one more request: its prompt alone in steps of its own, and each of its tokens as
     * the difference between steps with and without it, or as its share of the steps with it.
     *
     * @param stepNanos of a step with it
     */
    JoinEnergy toJoin(RequestShape shape, Standing before, double stepNanos) {
        double prefill = prompts.microjoules(shape);
        double with = before.joinedMilliwatts() * stepNanos / PICO_PER_MICRO;
        int tokens = shape.outputTokens();
        return new JoinEnergy(
                Math.round(prefill + tokens * (with - before.stepMicrojoules())),
                Math.round(prefill + tokens * with / (before.sequences() + 1)));
    }

    /** Microjoules of a request that joins a batch: what it adds, and what its share of all is. */
    record JoinEnergy(long marginal, long share) {
        static final JoinEnergy UNKNOWN = new JoinEnergy(0, 0);
    }
}
