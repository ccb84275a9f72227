// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.serving;

import io.wattmill.twin.plan.given.Given;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a model is served.
 *
 * @param engines of this deployment on the whole site; empty: as many as fit on its node type
 * @param maxRunning sequences that share a step (vLLM: max-num-seqs)
 * @param maxBatchedTokens tokens computed per step (vLLM: max-num-batched-tokens)
 * @param maxWaiting sequences that wait at one engine; more are refused
 * @param settings what the engine is and how it is set
 * @param pools engines for prompts and for answers apart; empty: each engine does both
 */
public record Serving(
        OptionalInt engines,
        int maxRunning,
        int maxBatchedTokens,
        int maxWaiting,
        Settings settings,
        Optional<Pools> pools) {
    /** vLLM's usual limits. */
    public static final Serving USUAL =
            new Serving(OptionalInt.empty(), 256, 8_192, 1_024, Settings.USUAL, Optional.empty());

    /** Engines that the plan counts out, of both pools where there are two; empty: none. */
    public OptionalInt told() {
        return pools.map(both -> OptionalInt.of(both.prefill() + both.decode())).orElse(engines);
    }

    /** Engines that serve. */
    public enum Backend {
        VLLM,
        SGLANG,
        TRTLLM
    }

    /** How weights or KV cache are stored. */
    public enum Precision {
        BF16(16),
        FP8(8),
        FP4(4);

        private final int bits;

        Precision(int bits) {
            this.bits = bits;
        }

        /** Bits per element. */
        public int bits() {
            return bits;
        }
    }

    /** Where KV cache goes that GPUs have no room for. */
    public enum KvOffload {
        /** Nowhere: it is computed again. */
        NONE,
        /** To the storage of the site, and back over the network. */
        STORAGE
    }

    /**
     * What the engine is and how it is set.
     *
     * @param backend which engine
     * @param weights how weights are stored; unless stated, as the model catalogue says
     * @param kv how the KV cache is stored
     * @param prefixCacheHit share of prompt tokens that the prefix cache already holds, 0 to 1; 0
     *     with the cache off
     * @param acceptanceLength tokens per step and sequence with speculative decoding; 1 without
     * @param kvOffload where the prefix cache lies that GPUs have no room for
     */
    public record Settings(
            Given<Backend> backend,
            Given<Precision> weights,
            Given<Precision> kv,
            Given<Double> prefixCacheHit,
            Given<Double> acceptanceLength,
            Given<KvOffload> kvOffload) {
        /** Of a plan that does not say. */
        public static final Settings USUAL =
                new Settings(
                        Given.assumed(Backend.VLLM, "the most widespread engine"),
                        Given.assumed(Precision.BF16, "as published"),
                        Given.assumed(Precision.BF16, "as the weights are computed with"),
                        Given.assumed(0.0, "no prompt counts as cached unless planned"),
                        Given.assumed(1.0, "no speculative decoding unless planned"),
                        Given.assumed(KvOffload.NONE, "on the GPUs unless planned"));
    }

    /**
     * Engines for prompts and for answers apart.
     *
     * @param prefill engines that compute prompts
     * @param decode engines that write answers
     */
    public record Pools(int prefill, int decode) {}
}
