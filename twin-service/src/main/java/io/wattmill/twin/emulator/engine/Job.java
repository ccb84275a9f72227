// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.engine;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.twin.emulator.text.AnswerLength;

/**
 * One sequence to serve.
 *
 * @param id unique on its engine
 * @param promptTokens length of its prompt, at least 1
 * @param blocks full blocks of its prompt, which the engine may find cached and keeps cached
 * @param length how long its answer gets, and why it ends
 * @param listener hears of each token
 */
public record Job(
        long id,
        int promptTokens,
        PrefixBlocks blocks,
        AnswerLength length,
        TokenListener listener) {

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
