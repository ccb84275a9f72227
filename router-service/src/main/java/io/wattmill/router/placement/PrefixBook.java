// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.prefix.CacheAccuracy;
import io.wattmill.router.prefix.CacheExperience;
import io.wattmill.router.prefix.PrefixIndex;
import io.wattmill.router.prefix.PrefixLimits;

/** The router's prefix index, how right it is, and the prompt that is being placed. */
public final class PrefixBook {
    private final PrefixIndex index;
    private final CacheAccuracy accuracy = new CacheAccuracy();
    private int[] depthByPlace = new int[0];

    PrefixBook(PrefixLimits limits) {
        index = new PrefixIndex(limits);
    }

    /** The cache of one more engine. */
    EngineCache cache(long kvCapacityTokens, boolean hosted) {
        CacheExperience experience = new CacheExperience(kvCapacityTokens, accuracy);
        return hosted ? EngineCache.nowhere(index, experience) : EngineCache.in(index, experience);
    }

    /** Looks up this prompt, for {@link #depth}. */
    void match(PrefixBlocks prompt) {
        if (depthByPlace.length < index.placesEnd()) {
            depthByPlace = new int[2 * index.placesEnd()];
        }
        index.match(prompt, depthByPlace);
    }

    /** Blocks that the engine holds of the prompt last looked up. */
    int depth(EngineSlot slot) {
        return slot.cache().depth(depthByPlace);
    }

    /** The index itself: what engines tell of their caches goes there. */
    public PrefixIndex index() {
        return index;
    }

    /** Expected and reported cached tokens. */
    public CacheAccuracy accuracy() {
        return accuracy;
    }
}
