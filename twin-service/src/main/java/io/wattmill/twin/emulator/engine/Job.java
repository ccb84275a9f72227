// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.engine;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.twin.emulator.text.AnswerLength;
import io.wattmill.twin.emulator.text.PromptTokens;

/**
 * One sequence to serve.
 *
 * @param id unique on its engine
 * @param work what is done with it
 * @param promptTokens length of its prompt, at least 1
 * @param content its prompt's tokens, for who is told of its blocks
 * @param blocks full blocks of its prompt, which the engine may find cached and keeps cached
 * @param length how long its answer gets, and why it ends
 * @param deliveredTokens of its prompt whose KV cache another engine has computed
 * @param listener hears of each token
 */
public record Job(
        long id,
        Work work,
        int promptTokens,
        PromptTokens content,
        PrefixBlocks blocks,
        AnswerLength length,
        int deliveredTokens,
        TokenListener listener) {

    /** What an engine does with a sequence, which is what it counts. */
    public enum Work {
        /** Computes its prompt and generates. */
        GENERATE,
        /** The same, beside another choice of the same request that counts the prompt for both. */
        GENERATE_BESIDE,
        /** Computes its prompt for a vector; the one token that comes of it is none. */
        EMBED
    }

    /** A sequence of its own, of whose tokens nobody is told. */
    public Job(
            long id,
            int promptTokens,
            PrefixBlocks blocks,
            AnswerLength length,
            TokenListener listener) {
        this(id, Work.GENERATE, promptTokens, PromptTokens.NONE, blocks, length, 0, listener);
    }

    /** Hears of a sequence's tokens, on the thread that moves the engine. */
    @FunctionalInterface
    public interface TokenListener {
        /**
         * A token was made.
         *
         * @param cachedTokens prompt tokens that came from the prefix cache
         * @param last whether it was the last one
         */
        void token(int cachedTokens, boolean last);
    }
}
