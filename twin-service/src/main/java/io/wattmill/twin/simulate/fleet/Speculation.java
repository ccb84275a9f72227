// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.fleet;

/**
 * Speculative decoding, in the mean: a step drafts some tokens for each sequence, checks them as
 * rows of its own, and keeps some of them.
 *
 * @param tokensPerStep that each sequence gains per step, the one that is always right included
 *     (acceptance length); from 1 to {@code draftTokens + 1}
 * @param draftTokens drafted per sequence and step
 * @param draftShare time of drafting one token for all sequences, as a share of a step of theirs:
 *     one layer of 61 for DeepSeek's own draft module, the smaller model's share for a draft model
 */
public record Speculation(double tokensPerStep, int draftTokens, double draftShare) {
    /** One token per step, and nothing drafted. */
    public static final Speculation NONE = new Speculation(1, 0, 0);

    /** Refuses what no drafting could give. */
    public Speculation {
        if (draftTokens < 0 || !(draftShare >= 0) || draftShare > 1) {
            throw new IllegalArgumentException(
                    "cannot draft "
                            + draftTokens
                            + " tokens for "
                            + draftShare
                            + " of a step each");
        }
        if (!(tokensPerStep >= 1) || tokensPerStep > draftTokens + 1) {
            throw new IllegalArgumentException(
                    tokensPerStep + " tokens per step from " + draftTokens + " drafted ones");
        }
    }

    /** Whether anything is drafted. */
    public boolean drafts() {
        return draftTokens > 0;
    }
}
