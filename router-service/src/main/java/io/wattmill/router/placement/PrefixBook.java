// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.prefix.CacheAccuracy;
import io.wattmill.router.prefix.CacheExperience;
import io.wattmill.router.prefix.PrefixIndex;
import io.wattmill.router.prefix.PrefixLimits;
import io.wattmill.router.told.ToldCaches;

/**
 * The router's prefix index, how right it is, what engines tell of their own, and the prompt that
 * is being placed.
 */
public final class PrefixBook {
    private final PrefixIndex index;
    private final CacheAccuracy accuracy = new CacheAccuracy();
    private final ToldCaches told;
    private int[] depthByPlace = new int[0];

    PrefixBook(PrefixLimits limits, PrefixLimits toldLimits) {
        index = new PrefixIndex(limits);
        told = new ToldCaches(toldLimits);
    }

    /** The cache of one more engine. */
    EngineCache cache(EngineKey engine, long kvCapacityTokens, boolean hosted) {
        CacheExperience experience = new CacheExperience(kvCapacityTokens, accuracy);
        ToldWord word = new ToldWord(told, told.of(engine), experience);
        return hosted
                ? EngineCache.nowhere(index, experience, word)
                : EngineCache.in(index, experience, word);
    }

    /** Looks up this prompt, for {@link #depth}. */
    void match(PlacementRequest request, Moment now) {
        told.match(request.tokens(), now.nanos());
        if (depthByPlace.length < index.placesEnd()) {
            depthByPlace = new int[2 * index.placesEnd()];
        }
        index.match(request.prefix(), depthByPlace);
    }

    /**
     * Blocks that the engine holds of the prompt last looked up: by its own word where that is
     * better, in blocks of the prompt's bytes all the same.
     */
    int depth(EngineSlot slot, PlacementRequest request) {
        return slot.cache().depth(request, depthByPlace);
    }

    /** What engines tell of their caches. */
    public ToldCaches told() {
        return told;
    }

    /** Lets time pass. */
    void tidy(long nowNanos) {
        index.tidy(nowNanos);
        told.tidy(nowNanos);
    }

    /** The index itself, of what was placed. */
    public PrefixIndex index() {
        return index;
    }

    /** Expected and reported cached tokens. */
    public CacheAccuracy accuracy() {
        return accuracy;
    }
}
