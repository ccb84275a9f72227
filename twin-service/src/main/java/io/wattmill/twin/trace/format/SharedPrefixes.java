// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.BlockIds;

import java.util.HashMap;
import java.util.Map;

/**
 * Turns chained hashes of prompts' bytes into the blocks of tokens that a trace has. Two prompts
 * whose first k hashes are equal share k blocks of bytes and part of the next: k and a half on
 * average. How many tokens that is says the first of them, by its tokens per byte; to the nearest
 * whole block of tokens, the later prompt begins as the earlier one did. What lies behind is new.
 */
final class SharedPrefixes {

    /** Bytes under one hash. */
    static final int BLOCK_BYTES = 1_024;

    /** An entry of the map, its key and its value. */
    private static final long BYTES_PER_HASH = 100;

    private static final BlockIds NONE = BlockIds.of();

    private final Map<Long, Prefix> known = new HashMap<>();
    private long nextBlock;

    /** The prompt that showed a hash first, and how many of its blocks the hash stands for. */
    private record Prefix(BlockIds blocks, int shared) {

        static final Prefix NOTHING = new Prefix(NONE, 0);
    }

    /**
     * The blocks of a prompt.
     *
     * @param tokens its length, at least 1
     * @param bytes its length
     * @param hashes chained, first to last
     */
    BlockIds blocks(int tokens, long bytes, long[] hashes) {
        Prefix prefix = longest(hashes);
        int kept = Math.min(prefix.shared(), tokens / BlockIds.BLOCK_TOKENS);
        int count = BlockIds.blocksOf(tokens);
        BlockIds blocks = BlockIds.prefixThenConsecutive(prefix.blocks(), kept, nextBlock, count);
        nextBlock += count - kept;
        remember(blocks, tokens, bytes, hashes);
        return blocks;
    }

    /** Heap of what is remembered. */
    long keptBytes() {
        return known.size() * BYTES_PER_HASH;
    }

    private Prefix longest(long[] hashes) {
        Prefix found = Prefix.NOTHING;
        for (long hash : hashes) {
            Prefix next = known.get(hash);
            if (next == null) {
                break;
            }
            found = next;
        }
        return found;
    }

    private void remember(BlockIds blocks, int tokens, long bytes, long[] hashes) {
        double tokensPerByte = (double) tokens / Math.max(1, bytes);
        int whole = tokens / BlockIds.BLOCK_TOKENS;
        for (int i = 0; i < hashes.length; i++) {
            double shared = (i + 1.5) * BLOCK_BYTES * tokensPerByte;
            int nearest = (int) Math.min(whole, Math.round(shared / BlockIds.BLOCK_TOKENS));
            known.putIfAbsent(hashes[i], new Prefix(blocks, nearest));
        }
    }
}
