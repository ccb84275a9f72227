// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.kv;

import java.util.OptionalLong;

/** Something that happened to an engine's prefix cache. Hashes are the cache's own. */
public sealed interface CacheEvent {
    /**
     * Blocks that follow each other in one prompt were stored.
     *
     * @param parent the block before the first, empty where the prompt begins
     * @param tokens of all blocks
     * @param blockTokens tokens per block
     * @param salt what the caller's blocks are kept apart by; empty = nothing
     * @param plainBlocks so many from the first are of text alone
     */
    record Stored(
            long[] hashes,
            OptionalLong parent,
            int[] tokens,
            int blockTokens,
            String salt,
            int plainBlocks)
            implements CacheEvent {}

    /** Blocks are here no more. */
    record Removed(long[] hashes) implements CacheEvent {}
}
