// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

import java.util.OptionalLong;

/**
 * What an engine is asked to make.
 *
 * @param maxTokens bound that the caller set on the tokens of one answer; 0 when nothing is made,
 *     as of embeddings
 * @param choices answers wanted to one input ({@code n}), 1 or more
 * @param inputs prompts in the request, 1 or more
 */
public record Output(OptionalLong maxTokens, int choices, int inputs) {

    /** No output at all. */
    public static Output none(int inputs) {
        return new Output(OptionalLong.of(0), 1, inputs);
    }

    /** Answers in all, at most what an int holds. */
    public int sequences() {
        return (int) Math.min((long) choices * inputs, Integer.MAX_VALUE);
    }

    /** Tokens in all, where the caller set a bound; 0 when it did not. */
    public long tokensAtMost() {
        long each = maxTokens.orElse(0);
        long sequences = sequences();
        return each > Long.MAX_VALUE / sequences ? Long.MAX_VALUE : each * sequences;
    }

    /** Whether there is nothing to make: the answer is a function of the prompt. */
    public boolean isNone() {
        return maxTokens.isPresent() && maxTokens.getAsLong() == 0;
    }
}
