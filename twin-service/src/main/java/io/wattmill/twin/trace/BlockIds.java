// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.Arrays;

/**
 * The blocks of a prompt, first to last, each of the same number of tokens ({@value #BLOCK_TOKENS}
 * unless told) but the last, which may be shorter. Two prompts with the same first n ids begin with
 * the same n blocks. Immutable.
 */
public final class BlockIds {

    /** Tokens in a whole block, as in Mooncake's traces. */
    public static final int BLOCK_TOKENS = 512;

    private final long[] ids;
    private final int blockTokens;

    private BlockIds(long[] ids, int blockTokens) {
        this.ids = ids;
        this.blockTokens = blockTokens;
    }

    /**
     * The given ids, of blocks of another size.
     *
     * @param blockTokens in a whole block, at least 1
     */
    public static BlockIds sized(int blockTokens, long... ids) {
        if (blockTokens < 1) {
            throw new IllegalArgumentException("a block holds at least one token");
        }
        return new BlockIds(ids.clone(), blockTokens);
    }

    /** The given ids. */
    public static BlockIds of(long... ids) {
        return new BlockIds(ids.clone(), BLOCK_TOKENS);
    }

    /** {@code count} consecutive ids from {@code first} on. */
    public static BlockIds consecutive(long first, int count) {
        return prefixThenConsecutive(new BlockIds(new long[0], BLOCK_TOKENS), 0, first, count);
    }

    /** The first {@code kept} ids of a prompt, then consecutive new ones, {@code count} in all. */
    public static BlockIds prefixThenConsecutive(BlockIds prefix, int kept, long first, int count) {
        long[] ids = Arrays.copyOf(prefix.ids, count);
        for (int i = kept; i < count; i++) {
            ids[i] = first + i - kept;
        }
        return new BlockIds(ids, prefix.blockTokens);
    }

    /** Blocks that a prompt of so many tokens takes. */
    public static int blocksOf(int tokens) {
        return Math.ceilDiv(tokens, BLOCK_TOKENS);
    }

    /** Tokens in a whole block. */
    public int blockTokens() {
        return blockTokens;
    }

    /** How many blocks there are. */
    public int size() {
        return ids.length;
    }

    /** The id of a block. */
    public long at(int index) {
        return ids[index];
    }

    /** How many blocks the two prompts share from the beginning. */
    public int sharedWith(BlockIds other) {
        int mismatch = Arrays.mismatch(ids, other.ids);
        return mismatch < 0 ? ids.length : mismatch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockIds that
                && blockTokens == that.blockTokens
                && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
