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
 */
public record EngineReading(
        String engineId,
        boolean reachable,
        String unreachableReason,
        int running,
        int waiting,
        long kvUsedPpm,
        Counters counters,
        Optional<EnergyCoefficients> coefficients) {

    /** Tokens and preemptions, cumulative; cached tokens are a part of prompt tokens. */
    public record Counters(
            long promptTokens, long cachedTokens, long generationTokens, long preemptions) {}
}
