// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import io.wattmill.router.prefix.Tier;

import java.util.OptionalLong;

/** One thing that happened to an engine's KV cache. Hashes are the engine's own, as 64 bits. */
sealed interface KvEvent {

    /**
     * Blocks that follow each other in one prompt were stored.
     *
     * @param parent the block before the first, empty where the prompt begins
     * @param tokens of all blocks; empty when only another copy of known blocks is told of
     * @param blockTokens tokens per block
     * @param adapter LoRA adapter, empty = none
     * @param plainBlocks of these blocks, so many from the first on are named by their tokens alone
     * @param group of layers that they are of; -1 = all
     * @param wholePrefix whether those layers attend to all that came before
     */
    record Stored(
            long[] hashes,
            OptionalLong parent,
            int[] tokens,
            int blockTokens,
            String adapter,
            int plainBlocks,
            Tier tier,
            int group,
            boolean wholePrefix)
            implements KvEvent {}

    /** Blocks are no longer in a tier. */
    record Removed(long[] hashes, Tier tier, int group) implements KvEvent {}

    /** Nothing is cached any more. */
    record Cleared() implements KvEvent {}
}
