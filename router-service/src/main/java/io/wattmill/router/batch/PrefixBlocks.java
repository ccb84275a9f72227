// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import java.util.Arrays;

/**
 * The blocks that a prompt begins with, each named by a hash that is chained to the block before
 * it: two prompts share their first k blocks when their first k hashes are equal. Only full blocks
 * have a name. Immutable.
 */
public final class PrefixBlocks {
    /** Of a prompt that shares nothing. */
    public static final PrefixBlocks NONE = new PrefixBlocks(new long[0]);

    private final long[] hashes;

    private PrefixBlocks(long[] hashes) {
        this.hashes = hashes;
    }

    /** Blocks of these chained hashes, first block first. The array is copied. */
    public static PrefixBlocks of(long... hashes) {
        return hashes.length == 0 ? NONE : new PrefixBlocks(hashes.clone());
    }

    /** How many. */
    public int count() {
        return hashes.length;
    }

    /** Name of the block at this index, from 0. */
    public long hash(int index) {
        return hashes[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixBlocks blocks && Arrays.equals(hashes, blocks.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return count() + " blocks";
    }
}
