// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Drafts that a step checks, so that it yields more than one token per sequence.
 *
 * @param acceptedTokens tokens that a step yields per sequence, on average, at least 1
 * @param checkedTokens tokens that it computes per sequence: the drafts and one more
 * @param draftCost time of making the drafts, as a share of a step
 */
public record SpeculativeDecoding(double acceptedTokens, int checkedTokens, double draftCost) {
    /** One token per sequence and step. */
    public static final SpeculativeDecoding OFF = new SpeculativeDecoding(1, 1, 0);

    public SpeculativeDecoding {
        if (acceptedTokens < 1 || checkedTokens < acceptedTokens || draftCost < 0) {
            throw new IllegalArgumentException(
                    "a step yields at least one token and at most as many as it checks");
        }
    }
}
