// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/** What became of a placed attempt, as a gateway tells it. */
public sealed interface Observed {
    /** Sent to the engine. */
    record Started() implements Observed {}

    /** The first token came. */
    record FirstToken() implements Observed {}

    /** It produced this many tokens so far. */
    record Progress(long outputTokens) implements Observed {}

    /**
     * It ended well.
     *
     * @param promptTokens by the engine's usage; 0 = not told
     * @param cachedTokens of these, found in the engine's prefix cache
     */
    record Finished(long promptTokens, long cachedTokens, long outputTokens) implements Observed {
        /** The prompt's usage is not told. */
        public Finished(long outputTokens) {
            this(0, 0, outputTokens);
        }
    }

    /**
     * Of a pair, the engine that computes the prompt is done.
     *
     * @param promptTokens of the prompt; 0: not told
     * @param cachedTokens of these, found in that engine's prefix cache
     */
    record Prefilled(long promptTokens, long cachedTokens) implements Observed {
        Finished usage() {
            return new Finished(promptTokens, cachedTokens, 1);
        }
    }

    /** The client left. */
    record Aborted() implements Observed {}

    /**
     * The engine failed it.
     *
     * @param httpStatus 0 = no answer
     */
    record Failed(String reason, int httpStatus) implements Observed {
        /**
         * Whether this speaks against the engine, and not only against the request: the table of
         * adr 18, which a gateway's breakers go by, too.
         */
        boolean blamesTheEngine(boolean hosted) {
            return switch (httpStatus) {
                case 200, 501 -> false;
                case 401, 402, 403 -> true;
                case 429 -> hosted;
                default -> httpStatus < 400 || httpStatus >= 500;
            };
        }
    }
}
