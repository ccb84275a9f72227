// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import java.util.List;

/**
 * What a step produced. Sequences aborted while it ran are not in it.
 *
 * @param produced one entry per sequence that got a token; the others computed a part of their
 *     prompt
 * @param prefillTokens prompt tokens computed
 */
public record StepResult(List<Produced> produced, int prefillTokens) {
    /**
     * One output token.
     *
     * @param id the sequence
     * @param ordinal which of its output tokens, from 1
     * @param cachedTokens prompt tokens that it did not compute
     * @param finished it was the last one and the sequence is gone
     */
    public record Produced(long id, int ordinal, int cachedTokens, boolean finished) {
        /** The first token of its sequence. */
        public boolean first() {
            return ordinal == 1;
        }
    }
}
