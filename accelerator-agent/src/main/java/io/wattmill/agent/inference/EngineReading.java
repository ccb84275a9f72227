// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.Set;

/**
 * An engine's load and totals at one instant. Totals are cumulative since the engine started.
 *
 * @param running sequences in the batch
 * @param waiting sequences in the queue
 * @param kvUsedPpm share of the KV cache in use, parts per million
 * @param promptTokens prompt tokens taken, cached ones included where the engine counts those
 * @param cachedTokens prompt tokens found in the prefix cache
 * @param generatedTokens tokens produced
 * @param preemptions sequences that lost their KV cache to others
 * @param blockTokens tokens of one KV block
 * @param kvTokens tokens that the KV cache holds
 * @param count since when the totals are counted
 * @param latencies how long callers have waited, since the engine started
 * @param absent what the engine did not tell: its number above is 0 and means nothing
 */
public record EngineReading(
        long running,
        long waiting,
        long kvUsedPpm,
        long promptTokens,
        long cachedTokens,
        long generatedTokens,
        long preemptions,
        long blockTokens,
        long kvTokens,
        EngineCount count,
        LatencyTotals latencies,
        Set<Figure> absent) {

    /** Copies the set. */
    public EngineReading {
        absent = Set.copyOf(absent);
    }

    /** Whether the engine told this. */
    public boolean tells(Figure figure) {
        return !absent.contains(figure);
    }

    /** Whether the process that counted {@code before} is another one than this one's. */
    public boolean restartedSince(EngineReading before) {
        return count.restartedSince(before.count)
                || promptTokens < before.promptTokens
                || generatedTokens < before.generatedTokens;
    }
}
