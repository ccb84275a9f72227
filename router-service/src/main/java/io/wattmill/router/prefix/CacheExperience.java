// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * What the usage of finished requests teaches of one engine's prefix cache: how many tokens a block
 * stands for, how many blocks the cache has room for, and how much of what the index expects the
 * engine really finds. An index that is wrong for long counts for less.
 *
 * <p>Blocks are the gateway's, of bytes; usage is in tokens. Not thread-safe.
 */
public final class CacheExperience {
    private static final double RATE = 0.1;
    private static final double FIRST_TOKENS = 256;
    private static final double LEAST_TOKENS = 16;
    private static final double MOST_TOKENS = 1_024;

    /** Shorter prompts say more about their tail than about their blocks. */
    private static final int LEAST_BLOCKS = 4;

    private final long kvCapacityTokens;
    private final CacheAccuracy accuracy;
    private final CapacityEstimate capacity = new CapacityEstimate();
    private double tokensPerBlock = FIRST_TOKENS;
    private double foundShare = 1;
    private boolean told;

    /**
     * @param kvCapacityTokens of the engine: its prefix cache is no larger
     * @param accuracy where expected and reported tokens are counted
     */
    public CacheExperience(long kvCapacityTokens, CacheAccuracy accuracy) {
        this.kvCapacityTokens = kvCapacityTokens;
        this.accuracy = accuracy;
    }

    /** Tokens of a prompt that the engine need not compute, given the depth that it is held to. */
    public int cachedTokens(int depth, int promptTokens) {
        return depth == 0
                ? 0
                : (int) Math.clamp(depth * tokensPerBlock * foundShare, 0, promptTokens - 1.0);
    }

    /**
     * A request that was placed here has ended, and its usage is known.
     *
     * @param blocks of its prompt
     * @param reuse what was believed when it was placed
     * @param promptTokens by the engine; 0 = not told
     * @param cachedTokens of these, found cached
     * @param hitsReported whether the engine is known to find anything cached: then zero may also
     *     mean that its usage does not tell
     */
    public void observed(
            int blocks, Reuse reuse, long promptTokens, long cachedTokens, boolean hitsReported) {
        if (promptTokens <= 0) {
            return;
        }
        if (blocks >= LEAST_BLOCKS) {
            double sample = promptTokens / (blocks + 0.5);
            tokensPerBlock +=
                    RATE * (Math.clamp(sample, LEAST_TOKENS, MOST_TOKENS) - tokensPerBlock);
        }
        told |= cachedTokens > 0;
        if (told || !hitsReported) {
            compare(reuse, blocks * (double) cachedTokens / promptTokens, cachedTokens);
        }
    }

    private void compare(Reuse reuse, double foundBlocks, long cachedTokens) {
        double expected = reuse.depth() * tokensPerBlock;
        accuracy.add(Math.round(expected), cachedTokens);
        if (reuse.depth() > 0) {
            foundShare += RATE * (Math.min(1, cachedTokens / expected) - foundShare);
        }
        capacity.observed(reuse, foundBlocks, room());
    }

    /** Blocks that the engine's prefix cache has room for, as learned. */
    public int capacityBlocks() {
        return capacity.blocks(room());
    }

    private double room() {
        return kvCapacityTokens / tokensPerBlock;
    }

    /** Tokens that one block stands for, as learned. */
    public double tokensPerBlock() {
        return tokensPerBlock;
    }

    /** Of what is expected to be cached, the share that is found, as learned. */
    public double foundShare() {
        return foundShare;
    }
}
