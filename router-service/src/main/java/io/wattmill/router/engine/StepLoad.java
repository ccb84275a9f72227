// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What one engine step computes.
 *
 * @param prefillTokens prompt tokens computed in it, cached ones not counted
 * @param prefillContextTokens pairs of a prompt token and a token it attends to, summed: a chunk of
 *     n tokens after c earlier ones adds {@code n * c + n * (n + 1) / 2}
 * @param decodeSequences sequences that get one more token
 * @param kvTokensRead tokens of KV cache read: the context of each decoding sequence, and what each
 *     chunk of a prompt finds already computed
 */
public record StepLoad(
        int prefillTokens, long prefillContextTokens, int decodeSequences, long kvTokensRead) {
    /** Nothing to do: takes no time. */
    public static final StepLoad NONE = new StepLoad(0, 0, 0, 0);

    public StepLoad {
        if (prefillTokens < 0
                || prefillContextTokens < 0
                || decodeSequences < 0
                || kvTokensRead < 0) {
            throw new IllegalArgumentException("step load: negative");
        }
    }

    /** A chunk of {@code tokens} of one prompt, after {@code context} tokens of the same prompt. */
    public static StepLoad prefill(int tokens, long context) {
        return new StepLoad(tokens, pairs(tokens, context), 0, context);
    }

    /** One token for each of {@code sequences}, whose contexts sum to {@code kvTokens}. */
    public static StepLoad decode(int sequences, long kvTokens) {
        return new StepLoad(0, 0, sequences, kvTokens);
    }

    /** Attention pairs of a chunk of {@code tokens} after {@code context} earlier tokens. */
    public static long pairs(int tokens, long context) {
        return tokens * context + (long) tokens * (tokens + 1) / 2;
    }

    /** Both loads in one step. */
    public StepLoad plus(StepLoad other) {
        return new StepLoad(
                prefillTokens + other.prefillTokens,
                prefillContextTokens + other.prefillContextTokens,
                decodeSequences + other.decodeSequences,
                kvTokensRead + other.kvTokensRead);
    }

    /** Rows of the step's matrix products: one per token computed. */
    public int rows() {
        return prefillTokens + decodeSequences;
    }
}
