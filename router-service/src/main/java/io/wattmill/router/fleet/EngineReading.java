// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.engine.EnergyCoefficients;

import java.util.Optional;

/**
 * What an agent reports of an engine.
 *
 * @param unreachableReason for a person; empty when reachable
 * @param running sequences that share its steps
 * @param waiting sequences in its queue
 * @param kvUsedPpm share of its KV cache in use
 * @param counters cumulative since the engine began
 * @param coefficients its energy model, if the agent has one
 * @param latency how long its callers waited lately
 * @param fit what the agent has learned of its joules, if anything yet
 */
public record EngineReading(
        String engineId,
        boolean reachable,
        String unreachableReason,
        int running,
        int waiting,
        long kvUsedPpm,
        Counters counters,
        Optional<EnergyCoefficients> coefficients,
        EngineLatency latency,
        Optional<EngineFit> fit) {

    /** Of an engine of which nothing was measured but its load. */
    public EngineReading(
            String engineId,
            boolean reachable,
            String unreachableReason,
            int running,
            int waiting,
            long kvUsedPpm,
            Counters counters,
            Optional<EnergyCoefficients> coefficients) {
        this(
                engineId,
                reachable,
                unreachableReason,
                running,
                waiting,
                kvUsedPpm,
                counters,
                coefficients,
                EngineLatency.UNKNOWN,
                Optional.empty());
    }

    /** That it cannot be reached, and nothing else of what was told. */
    static EngineReading unreachable(EngineReading told) {
        return new EngineReading(
                told.engineId(),
                false,
                told.unreachableReason(),
                0,
                0,
                0,
                new Counters(0, 0, 0, 0),
                Optional.empty());
    }

    /** Tokens and preemptions, cumulative; cached tokens are a part of prompt tokens. */
    public record Counters(
            long promptTokens, long cachedTokens, long generationTokens, long preemptions) {}
}
