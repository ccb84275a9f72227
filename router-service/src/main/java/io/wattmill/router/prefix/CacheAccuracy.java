// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/** How well the index tells what engines find, over all requests whose usage tells. */
public final class CacheAccuracy {
    private long requests;
    private long expectedTokens;
    private long reportedTokens;
    private long missedTokens;
    private long surplusTokens;

    /** One request's tokens. */
    public void add(long expected, long reported) {
        requests++;
        expectedTokens += expected;
        reportedTokens += reported;
        missedTokens += Math.max(0, expected - reported);
        surplusTokens += Math.max(0, reported - expected);
    }

    /** What was counted so far. */
    public Totals totals() {
        return new Totals(requests, expectedTokens, reportedTokens, missedTokens, surplusTokens);
    }

    /**
     * Since the start.
     *
     * @param requests whose cached tokens are known
     * @param expectedTokens cached by the index
     * @param reportedTokens cached by the engines
     * @param missedTokens expected and not found, request by request
     * @param surplusTokens found and not expected, request by request
     */
    public record Totals(
            long requests,
            long expectedTokens,
            long reportedTokens,
            long missedTokens,
            long surplusTokens) {

        /** Tokens wrongly told either way, as a share of what engines reported. */
        public double relativeError() {
            return (missedTokens + surplusTokens) / (double) Math.max(1, reportedTokens);
        }
    }
}
