// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.prefix.CacheExperience;
import io.wattmill.router.prefix.PrefixIndex;
import io.wattmill.router.prefix.Reuse;

/** An engine's prefix cache: its place in the router's index, and what its usage taught of it. */
public final class EngineCache {
    private static final int NOWHERE = -1;

    private final PrefixIndex index;
    private final CacheExperience experience;
    private final ToldWord word;
    private int place;

    private EngineCache(PrefixIndex index, CacheExperience experience, ToldWord word, int place) {
        this.index = index;
        this.experience = experience;
        this.word = word;
        this.place = place;
    }

    /** With a place of its own. */
    static EngineCache in(PrefixIndex index, CacheExperience experience, ToldWord word) {
        EngineCache cache = new EngineCache(index, experience, word, index.join());
        index.capacity(cache.place, experience.capacityBlocks());
        return cache;
    }

    /** Of an engine whose cache nobody here fills. */
    static EngineCache nowhere(PrefixIndex index, CacheExperience experience, ToldWord word) {
        return new EngineCache(index, experience, word, NOWHERE);
    }

    /** Blocks of the prompt that these depths were matched for. */
    private int depth(int[] depthByPlace) {
        return place >= 0 && place < depthByPlace.length ? depthByPlace[place] : 0;
    }

    /** Who says that so many tokens of the prompt last looked up are cached here. */
    HitSource source(PlacementRequest request, int cachedTokens) {
        return place == NOWHERE ? HitSource.NOBODY : word.source(request, cachedTokens);
    }

    /** The same, by the engine's own word where that is better. */
    int depth(PlacementRequest request, int[] depthByPlace) {
        int guessed = depth(depthByPlace);
        return request.tokens().isNone() ? guessed : word.depth(request, guessed);
    }

    /**
     * Tokens of the prompt that need not be computed.
     *
     * @param depth blocks of the prompt's bytes that are held
     */
    int cachedTokens(PlacementRequest request, int depth) {
        return request.tokens().isNone()
                ? experience.cachedTokens(depth, request.shape().promptTokens())
                : word.cachedTokens(request, depth);
    }

    /** The prompt last looked up was placed here; {@link #settle} is owed. */
    void placed(Moment now) {
        if (place != NOWHERE) {
            word.placed(now);
        }
    }

    /**
     * Puts the blocks of a prompt that was placed here into the index.
     *
     * @param placed when it was
     * @return what was believed to be held of it then
     */
    Reuse settle(PrefixBlocks prompt, Moment placed) {
        return place == NOWHERE ? Reuse.NONE : index.placed(place, prompt, placed.nanos());
    }

    /** A request that was placed here ended with this usage. */
    void finished(int blocks, Reuse reuse, Observed.Finished usage, boolean hitsReported) {
        if (place != NOWHERE) {
            experience.observed(
                    blocks, reuse, usage.promptTokens(), usage.cachedTokens(), hitsReported);
            index.capacity(place, experience.capacityBlocks());
        }
    }

    /** The engine began anew, with nothing. */
    void forget() {
        if (place != NOWHERE) {
            index.cleared(place);
        }
    }

    /** The engine is gone. Work that is in flight still teaches nothing any more. */
    void leave() {
        if (place != NOWHERE) {
            index.leave(place);
            place = NOWHERE;
        }
    }

    /** What the engine itself says. */
    public ToldWord word() {
        return word;
    }

    /** What its usage taught. */
    public CacheExperience experience() {
        return experience;
    }
}
