// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.batch.PrefixCache;

/**
 * The KV cache of one engine as the router's batch keeps it, with the router's own {@link
 * PrefixCache}: what sequences hold for themselves, blocks that they share (counted once), and idle
 * blocks in whatever room is left. Costs nothing for requests without blocks.
 */
final class KvRoom {
    private final RequestTable requests;
    private final long capacity;
    private final int blockTokens;
    private final PrefixCache cache = new PrefixCache();
    private long own;

    KvRoom(RequestTable requests, BatchLimits limits) {
        this.requests = requests;
        this.capacity = limits.kvCapacityTokens();
        this.blockTokens = limits.blockTokens();
    }

    long used() {
        return own + (long) cache.pinned() * blockTokens;
    }

    long free() {
        return capacity - used();
    }

    /** Whether anything is cached: then what a waiting request finds may change. */
    boolean caches() {
        return cache.size() > 0;
    }

    /** Tokens that a request would find; at least one is left to compute. */
    int cached(int request) {
        int reusable = (requests.known(request) - 1) / blockTokens;
        return blockTokens * cache.longestPrefix(requests.blocks(request), reusable);
    }

    /** Whether there is room for what it finds and some more tokens. */
    boolean fits(int request, int cachedTokens, int tokens) {
        long free = free();
        if (free < tokens) {
            return false;
        }
        long revived = cache.idleAmong(requests.blocks(request), cachedTokens / blockTokens);
        return free >= revived * blockTokens + tokens;
    }

    /** A request takes its place on top of what it found. */
    void enter(int request, int cachedTokens) {
        requests.shared[request] = 0;
        own += cachedTokens;
        share(request, cachedTokens);
    }

    /** Decoding sequences hold so many tokens more. */
    void grow(long tokens) {
        own += tokens;
        shrink();
    }

    /** Lets others use the full blocks of what a request holds. */
    void share(int request, int held) {
        PrefixBlocks blocks = requests.blocks(request);
        int full = Math.min(blocks.count(), held / blockTokens);
        int from = requests.shared[request];
        for (int block = from; block < full; block++) {
            cache.pin(blocks.hash(block));
        }
        if (full > from) {
            own -= (long) (full - from) * blockTokens;
            requests.shared[request] = full;
        }
    }

    /** A request gives up its place; what it shared stays until the room is needed. */
    void leave(int request, long held) {
        int shared = requests.shared[request];
        own -= held - (long) shared * blockTokens;
        if (shared > 0) {
            cache.unpin(requests.blocks(request), shared);
            requests.shared[request] = 0;
        }
        shrink();
    }

    private void shrink() {
        if (cache.size() > 0) {
            cache.shrinkTo((capacity - own) / blockTokens);
        }
    }
}
