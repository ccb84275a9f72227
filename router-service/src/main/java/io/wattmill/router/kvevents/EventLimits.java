// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

/**
 * What is taken of one stream of KV events.
 *
 * @param payloadBytes of a batch
 * @param events of a batch; what lies behind is dropped
 * @param blocks of an event
 * @param tokens of an event
 * @param leastBlockTokens blocks of fewer tokens are not indexed: there would be too many
 * @param knownBlocks of an engine's rank, all tiers together
 * @param heldBatches that wait for a replay to end
 * @param heldBytes of these
 */
public record EventLimits(
        int payloadBytes,
        int events,
        int blocks,
        int tokens,
        int leastBlockTokens,
        int knownBlocks,
        int heldBatches,
        int heldBytes) {

    /** Refuses what would take nothing. */
    public EventLimits {
        if (payloadBytes < 1
                || events < 1
                || blocks < 1
                || tokens < 1
                || leastBlockTokens < 1
                || knownBlocks < 1
                || heldBatches < 1
                || heldBytes < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
    }
}
