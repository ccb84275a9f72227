// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

/**
 * A log-normal distribution of lengths, cut at both ends.
 *
 * @param medianTokens middle of the distribution before the cut
 * @param sigma standard deviation of the natural logarithm
 * @param minTokens nothing is shorter; at least 1
 * @param maxTokens nothing is longer
 */
public record LengthShape(double medianTokens, double sigma, int minTokens, int maxTokens) {

    /** Refuses an empty range. */
    public LengthShape {
        if (!(medianTokens > 0) || !(sigma >= 0) || minTokens < 1 || maxTokens < minTokens) {
            throw new IllegalArgumentException(
                    "not a shape of lengths: median "
                            + medianTokens
                            + ", sigma "
                            + sigma
                            + ", "
                            + minTokens
                            + " to "
                            + maxTokens);
        }
    }

    /** A length. */
    public int draw(Chance chance) {
        double tokens = chance.logNormal(medianTokens, sigma);
        return (int) Math.clamp(tokens, minTokens, maxTokens);
    }
}
