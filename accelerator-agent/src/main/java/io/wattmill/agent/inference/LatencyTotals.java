// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

/**
 * An engine's own histograms of waiting, cumulative since it started.
 *
 * @param firstToken from a request to its first token
 * @param nextToken from one token to the next
 */
public record LatencyTotals(Histogram firstToken, Histogram nextToken) {

    /** Of an engine that keeps none. */
    public static final LatencyTotals NONE = new LatencyTotals(Histogram.NONE, Histogram.NONE);
}
