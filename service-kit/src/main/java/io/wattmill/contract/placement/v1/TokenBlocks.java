// SPDX-License-Identifier: Apache-2.0
package io.wattmill.contract.placement.v1;

import java.nio.charset.StandardCharsets;

/**
 * Names of the token blocks that a prompt begins with, chained: a block's name stands for its own
 * tokens, for all before it, for their adapter and for the size of a block. A gateway names a
 * prompt's blocks and a router those that engines tell of, and where they mean the same tokens the
 * names are equal. The model is no part of a name: they are compared among engines of one model.
 *
 * <p>The names are 64-bit hashes without a secret. Two prompts that were made to collide are taken
 * for one by a router's guess, and by nothing else.
 */
public final class TokenBlocks {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;

    private TokenBlocks() {}

    /**
     * What the first block of a prompt is chained to.
     *
     * @param adapter LoRA adapter that the prompt is for, empty = none, {@link #salted} where the
     *     engine is sent a salt
     * @param blockTokens tokens per block
     */
    public static long root(String adapter, int blockTokens) {
        long hash = mixed(P3, blockTokens);
        for (byte b : adapter.getBytes(StandardCharsets.UTF_8)) {
            hash = mixed(hash, b);
        }
        return avalanche(hash);
    }

    /** The name of the block of {@code count} tokens from {@code from} on, behind its parent. */
    public static long next(long parent, int[] tokens, int from, int count) {
        long hash = parent;
        for (int i = from; i < from + count; i++) {
            hash = mixed(hash, tokens[i]);
        }
        return avalanche(hash);
    }

    /**
     * Names of a prompt's full blocks, first block first.
     *
     * @param maxBlocks bound on the names; what lies behind is left out
     */
    public static long[] of(String adapter, int blockTokens, int[] tokens, int maxBlocks) {
        long[] names = new long[Math.min(tokens.length / blockTokens, maxBlocks)];
        long parent = root(adapter, blockTokens);
        for (int i = 0; i < names.length; i++) {
            parent = next(parent, tokens, i * blockTokens, blockTokens);
            names[i] = parent;
        }
        return names;
    }

    /**
     * What names the root of a caller that shares cached blocks with nobody but those of its salt;
     * the adapter itself when there is no salt.
     *
     * @param adapter LoRA adapter, empty = none
     * @param salt the cache salt that the engine is sent, empty = none
     */
    public static String salted(String adapter, String salt) {
        return salt.isEmpty() ? adapter : adapter + '\0' + salt;
    }

    private static long mixed(long hash, int word) {
        return Long.rotateLeft(hash ^ word * P1, 27) * P2 + P3;
    }

    /** The last step of XXH64. */
    private static long avalanche(long hash) {
        long h = (hash ^ hash >>> 33) * P2;
        h = (h ^ h >>> 29) * P3;
        return h ^ h >>> 32;
    }
}
