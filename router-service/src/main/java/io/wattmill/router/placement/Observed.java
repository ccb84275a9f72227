// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import java.util.Set;

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

    /** The client left. */
    record Aborted() implements Observed {}

    /**
     * The engine failed it.
     *
     * @param httpStatus 0 = no answer
     */
    record Failed(String reason, int httpStatus) implements Observed {
        /**
         * What a provider answers when it takes nothing from this site: no key, no right, too much.
         */
        private static final Set<Integer> NOT_FOR_US = Set.of(401, 402, 403, 429);

        /** Whether this speaks against the engine, and not only against the request. */
        boolean blamesTheEngine(boolean hosted) {
            return httpStatus == 0
                    || httpStatus >= 500
                    || (hosted && NOT_FOR_US.contains(httpStatus));
        }
    }
}
