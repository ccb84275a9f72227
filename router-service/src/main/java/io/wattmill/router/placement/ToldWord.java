// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Moment;
import io.wattmill.router.prefix.CacheExperience;
import io.wattmill.router.prefix.Reuse;
import io.wattmill.router.told.ToldCache;
import io.wattmill.router.told.ToldCaches;

/**
 * What an engine's own word on its cache says of the prompt that is being placed, against a guess
 * by what was placed there. An engine that is heard from some moment on only may have more than it
 * told, so that the larger of the two counts; else its word does.
 */
public final class ToldWord {
    private final ToldCaches book;
    private final ToldCache cache;
    private final CacheExperience experience;

    ToldWord(ToldCaches book, ToldCache cache, CacheExperience experience) {
        this.book = book;
        this.cache = cache;
        this.experience = experience;
    }

    /** Tokens of the prompt last looked up by its word; {@link ToldCache#UNKNOWN} without one. */
    int tokens(PlacementRequest request) {
        return book.tokens(cache, request.shape().promptTokens());
    }

    /** The same, while its word is to be gone by. */
    private int trusted(PlacementRequest request) {
        return cache.isTrusted() ? tokens(request) : ToldCache.UNKNOWN;
    }

    /**
     * Blocks of the prompt's bytes that are held.
     *
     * @param guessed by what was placed
     */
    int depth(PlacementRequest request, int guessed) {
        int told = request.tokens().isNone() ? ToldCache.UNKNOWN : trusted(request);
        if (told == ToldCache.UNKNOWN) {
            return guessed;
        }
        long depth = (long) told * request.prefix().count() / request.tokens().tokens();
        return cache.isPartial() ? Math.max(guessed, (int) depth) : (int) depth;
    }

    /**
     * Tokens of the prompt that need not be computed.
     *
     * @param depth blocks of the prompt's bytes that are held
     */
    int cachedTokens(PlacementRequest request, int depth) {
        int promptTokens = request.shape().promptTokens();
        int guessed = experience.cachedTokens(depth, promptTokens);
        int told = request.tokens().isNone() ? ToldCache.UNKNOWN : trusted(request);
        if (told == ToldCache.UNKNOWN) {
            return guessed;
        }
        int known = Math.min(told, promptTokens - 1);
        return cache.isPartial() ? Math.max(guessed, known) : known;
    }

    /**
     * Who says so.
     *
     * @param cachedTokens of the prompt last looked up, as {@link #cachedTokens} has them
     */
    HitSource source(PlacementRequest request, int cachedTokens) {
        int told = request.tokens().isNone() ? ToldCache.UNKNOWN : trusted(request);
        int known = Math.min(told, request.shape().promptTokens() - 1);
        boolean guessed = told == ToldCache.UNKNOWN || (cache.isPartial() && known < cachedTokens);
        return guessed ? HitSource.PLACED : HitSource.ENGINE;
    }

    /** The prompt last looked up was placed here. */
    void placed(Moment now) {
        book.placed(cache, now.nanos());
    }

    /**
     * A request that was placed here ended with this usage.
     *
     * @param told its word when it was placed
     * @param reuse the guess then
     */
    void finished(int told, Reuse reuse, Observed.Finished usage, boolean hitsReported) {
        if (told != ToldCache.UNKNOWN) {
            double guessed = reuse.depth() * experience.tokensPerBlock() * experience.foundShare();
            cache.observed(told, guessed, usage.cachedTokens(), usage.promptTokens(), hitsReported);
        }
    }

    /** What it told. */
    public ToldCache cache() {
        return cache;
    }
}
