// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.batch.PrefixCache;

/**
 * What one engine's prefix cache probably holds: the beginnings of the prompts that this router
 * placed there, as many as fit its KV cache, the least recently used forgotten first. Blocks are
 * the gateway's, of bytes; how many tokens one stands for, and how much of what is expected the
 * engine really finds, is learned from usage.
 *
 * <p>Approximate on purpose: it does not see other routers' work nor the engine's own evictions.
 * Not thread-safe.
 */
public final class PrefixMemory {
    private static final double RATE = 0.1;
    private static final double FIRST_TOKENS = 256;
    private static final double LEAST_TOKENS = 32;
    private static final double MOST_TOKENS = 1_024;

    /** Shorter prompts say more about their tail than about their blocks. */
    private static final int LEAST_BLOCKS = 4;

    private final int room;
    private PrefixCache cache = new PrefixCache();
    private double tokensPerBlock = FIRST_TOKENS;
    private double foundShare = 1;
    private boolean told;

    /**
     * @param kvCapacityTokens of the engine
     * @param maxBlocks most blocks to remember, however large its KV cache is
     */
    public PrefixMemory(long kvCapacityTokens, int maxBlocks) {
        this.room = (int) Math.clamp((long) (kvCapacityTokens / FIRST_TOKENS), 1, maxBlocks);
    }

    /** Blocks at the beginning of this prompt that were placed here before. */
    public int matched(PrefixBlocks prompt) {
        return cache.longestPrefix(prompt, prompt.count());
    }

    /** The request as this engine would find it: with the tokens that it need not compute. */
    public RequestShape expected(RequestShape request, PrefixBlocks prompt) {
        double found = matched(prompt) * tokensPerBlock * foundShare;
        int cached = (int) Math.min(found, request.promptTokens() - 1.0);
        return cached > request.cachedTokens() ? request.withCached(cached) : request;
    }

    /** This prompt was placed here. */
    public void placed(PrefixBlocks prompt) {
        for (int i = 0; i < prompt.count(); i++) {
            cache.pin(prompt.hash(i));
        }
        cache.unpin(prompt, prompt.count());
        cache.shrinkTo(room);
    }

    /**
     * A request that was placed here has ended, and its usage is known.
     *
     * @param blocks of its prompt
     * @param matchedBlocks of these, {@link #matched} when it was placed
     * @param promptTokens by the engine
     * @param cachedTokens of these, found cached
     * @param hitsReported whether the engine is known to find anything cached: then zero may also
     *     mean that its usage does not tell
     */
    public void observed(
            int blocks,
            int matchedBlocks,
            long promptTokens,
            long cachedTokens,
            boolean hitsReported) {
        if (promptTokens <= 0) {
            return;
        }
        if (blocks >= LEAST_BLOCKS) {
            double sample = promptTokens / (blocks + 0.5);
            tokensPerBlock +=
                    RATE * (Math.clamp(sample, LEAST_TOKENS, MOST_TOKENS) - tokensPerBlock);
        }
        told |= cachedTokens > 0;
        if (matchedBlocks > 0 && (told || !hitsReported)) {
            double sample = Math.min(1, cachedTokens / (matchedBlocks * tokensPerBlock));
            foundShare += RATE * (sample - foundShare);
        }
    }

    /** The engine began anew, with nothing. */
    public void forget() {
        cache = new PrefixCache();
    }

    /** Blocks remembered. */
    public int size() {
        return cache.size();
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
