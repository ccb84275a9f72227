// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.EngineModel;

import java.util.Arrays;

/**
 * Times of prompts in steps that they share with running sequences, without what those read of the
 * KV cache: that is the same in each step, and added as a product. Engines of one kind share it,
 * since many of them run as many sequences and have as much of a prompt cached: the last answers
 * are kept. Not thread-safe.
 */
final class PromptTimes {
    private static final int KEPT_LOG = 8;
    private static final long NOTHING = -1;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double SAMPLE = 1_000_000;

    private final PromptSteps steps;
    private final double secondsPerKvToken;
    private final long[] prompts = new long[1 << KEPT_LOG];
    private final int[] sequences = new int[1 << KEPT_LOG];
    private final double[] seconds = new double[1 << KEPT_LOG];

    PromptTimes(EngineModel model, PromptSteps steps) {
        this.steps = steps;
        secondsPerKvToken = (model.seconds(0, 0, 1, SAMPLE) - model.seconds(0, 0, 1, 0)) / SAMPLE;
        Arrays.fill(prompts, NOTHING);
    }

    /** What a step takes longer for each token of KV cache that it reads: the same in any step. */
    double secondsPerKvToken() {
        return secondsPerKvToken;
    }

    /** As {@link PromptSteps#seconds}; {@code tokens} and {@code context} are prompt lengths. */
    double seconds(int tokens, int context, int chunk, int decoding, long kvTokens) {
        long prompt = (long) tokens << Integer.SIZE | context;
        int place = (int) ((prompt ^ decoding) * GOLDEN >>> Long.SIZE - KEPT_LOG);
        if (prompts[place] != prompt || sequences[place] != decoding) {
            prompts[place] = prompt;
            sequences[place] = decoding;
            seconds[place] = steps.seconds(tokens, context, chunk, decoding, 0);
        }
        long count = (tokens + chunk - 1L) / chunk;
        return seconds[place] + count * (kvTokens * secondsPerKvToken);
    }
}
