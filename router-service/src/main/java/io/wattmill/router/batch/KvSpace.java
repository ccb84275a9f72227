// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

/**
 * The KV cache of one engine in tokens: what each sequence holds for itself, blocks that sequences
 * share (counted once), and idle blocks in whatever room is left.
 *
 * <p>A block is shared from the moment its computation is planned, as in vLLM. Unlike there, two
 * sequences that compute the same block at the same time end up with one of it.
 */
final class KvSpace {
    private final long capacityTokens;
    private final int blockTokens;
    private final CacheListener listener;
    private final PrefixCache cache;
    private long ownTokens;

    KvSpace(BatchLimits limits, CacheListener listener) {
        this.listener = listener;
        this.cache = new PrefixCache(listener::removed);
        this.capacityTokens = limits.kvCapacityTokens();
        this.blockTokens = limits.blockTokens();
    }

    long usedTokens() {
        return ownTokens + (long) cache.pinned() * blockTokens;
    }

    /** Idle blocks do not count: they leave for whoever needs the room. */
    long freeTokens() {
        return capacityTokens - usedTokens();
    }

    /** Tokens of the sequence that it would find here; at least one is left to compute. */
    int cachedTokens(Sequence sequence) {
        int reusable = (sequence.missing() - 1) / blockTokens;
        return blockTokens * cache.longestPrefix(sequence.request.blocks(), reusable);
    }

    /** Whether there is room for the sequence's cached tokens and some more to compute. */
    boolean fits(Sequence sequence, int cachedTokens, int tokens) {
        long free = freeTokens();
        if (free < tokens) {
            return false;
        }
        int blocks = cachedTokens / blockTokens;
        long revived = cache.idleAmong(sequence.request.blocks(), blocks);
        return free >= revived * blockTokens + tokens;
    }

    /** The sequence takes its place, on top of the cached tokens that it found. */
    void enter(Sequence sequence, int cachedTokens) {
        sequence.enter(cachedTokens);
        ownTokens += cachedTokens;
        share(sequence);
    }

    /** The sequence computes some more tokens. */
    void compute(Sequence sequence, int tokens) {
        sequence.compute(tokens);
        ownTokens += tokens;
        makeRoom();
    }

    /** Lets others use the full blocks of what the sequence holds. */
    void share(Sequence sequence) {
        PrefixBlocks blocks = sequence.request.blocks();
        int full = Math.min(blocks.count(), sequence.held() / blockTokens);
        while (sequence.shared < full) {
            int block = sequence.shared++;
            if (cache.pin(blocks.hash(block))) {
                listener.stored(sequence.id(), block);
            }
            ownTokens -= blockTokens;
        }
    }

    /** The sequence gives up its place; what it shared stays until the room is needed. */
    void leave(Sequence sequence) {
        ownTokens -= sequence.held() - (long) sequence.shared * blockTokens;
        cache.unpin(sequence.request.blocks(), sequence.shared);
        sequence.leave();
        makeRoom();
    }

    private void makeRoom() {
        cache.shrinkTo((capacityTokens - ownTokens) / blockTokens);
    }
}
