// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

/** A sequence in the batch: how much of its text is in the KV cache, and how much is produced. */
final class Sequence {
    private static final int NOT_ENTERED = -1;

    final SequenceRequest request;

    /** Of its blocks, how many are in the prefix cache on its account; kept by {@link KvSpace}. */
    int shared;

    private int computed;
    private int cached = NOT_ENTERED;
    private int produced;

    Sequence(SequenceRequest request) {
        this.request = request;
    }

    long id() {
        return request.id();
    }

    /** Tokens of KV cache that it holds. */
    int held() {
        return computed;
    }

    int produced() {
        return produced;
    }

    /** Tokens known but not in the KV cache: 1 = it decodes, more = its prompt is not done. */
    int missing() {
        return request.promptTokens() + produced - computed;
    }

    boolean decodes() {
        return produced > 0 && missing() == 1;
    }

    boolean finished() {
        return produced == request.outputTokens();
    }

    /** Tokens whose KV cache came from elsewhere; gone when it has lost its place. */
    int delivered() {
        return cached == NOT_ENTERED ? request.deliveredTokens() : 0;
    }

    /** Takes its place in the KV cache: what the prefix cache holds is there at once. */
    void enter(int cachedTokens) {
        computed = cachedTokens;
        if (cached == NOT_ENTERED) {
            cached = cachedTokens;
        }
    }

    /** Prompt tokens that it found cached when it first ran. */
    int cachedTokens() {
        return Math.max(0, cached);
    }

    /** Loses its KV cache; what it produced stays and is computed again as if it were prompt. */
    void leave() {
        computed = 0;
        shared = 0;
    }

    /** Reserves KV cache for tokens of the step that is planned. */
    void compute(int tokens) {
        computed += tokens;
    }

    /** Ends its part in a step. Returns whether that produced a token. */
    boolean advance() {
        if (missing() > 0) {
            return false;
        }
        produced++;
        return true;
    }
}
