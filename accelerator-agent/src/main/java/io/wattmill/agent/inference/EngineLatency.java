// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.OptionalLong;

/**
 * How long callers of an engine waited lately, by the engine's own histograms. Empty where it keeps
 * none, or nothing happened.
 *
 * @param ttftP50Us to the first token, the median, microseconds
 * @param ttftP99Us to the first token, of 100 the longest, microseconds
 * @param tpotP50Us from one token to the next, the median, microseconds
 * @param tpotP99Us from one token to the next, of 100 the longest, microseconds
 */
public record EngineLatency(
        OptionalLong ttftP50Us,
        OptionalLong ttftP99Us,
        OptionalLong tpotP50Us,
        OptionalLong tpotP99Us) {

    /** Nothing is known. */
    public static final EngineLatency UNKNOWN = of(LatencyTotals.NONE);

    private static final long P50 = 500_000;
    private static final long P99 = 990_000;

    /** What the histograms of one stretch of time say. */
    public static EngineLatency of(LatencyTotals counted) {
        return new EngineLatency(
                counted.firstToken().quantileUs(P50),
                counted.firstToken().quantileUs(P99),
                counted.nextToken().quantileUs(P50),
                counted.nextToken().quantileUs(P99));
    }
}
