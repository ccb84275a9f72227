// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

/**
 * What an engine holds at this moment.
 *
 * @param running sequences in the batch
 * @param waiting sequences that wait for a place
 * @param kvUsedTokens tokens of KV cache in use
 * @param kvCapacityTokens tokens of KV cache there are
 */
public record EngineGauges(int running, int waiting, long kvUsedTokens, long kvCapacityTokens) {

    /** Share of the KV cache in use, in millionths. */
    public long kvUsedPpm() {
        return kvUsedTokens * 1_000_000 / Math.max(1, kvCapacityTokens);
    }
}
