// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

/**
 * An engine's load and totals at one instant. Totals are cumulative since the engine started.
 *
 * @param running sequences in the batch
 * @param waiting sequences in the queue
 * @param kvUsedPpm share of the KV cache in use, parts per million
 * @param promptTokens prompt tokens taken, cached ones included
 * @param cachedTokens prompt tokens found in the prefix cache
 * @param generatedTokens tokens produced
 * @param preemptions sequences that lost their KV cache to others
 * @param blockTokens tokens of one KV block, 0 when the engine does not say
 * @param kvTokens tokens that the KV cache holds, 0 when the engine does not say
 * @param count since when the totals are counted
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
        EngineCount count) {}
