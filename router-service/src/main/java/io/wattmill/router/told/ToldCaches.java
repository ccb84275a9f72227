// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.kvevents.BlockChanges;
import io.wattmill.router.kvevents.BlockIndex;
import io.wattmill.router.prefix.CacheAccuracy;
import io.wattmill.router.prefix.PrefixIndex;
import io.wattmill.router.prefix.PrefixLimits;
import io.wattmill.router.prefix.Tier;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The caches of all engines by their own word. Of one owner; not thread-safe. */
public final class ToldCaches {
    private final PrefixIndex index;
    private final CacheAccuracy accuracy = new CacheAccuracy();
    private final Map<EngineKey, ToldCache> caches = new HashMap<>();
    private final BlockIndex told = new ToldIndex();
    private TokenPrefix prompt = TokenPrefix.NONE;
    private int[] depthByPlace = new int[0];
    private Optional<Heard> ignored = Optional.empty();
    private long refused;

    public ToldCaches(PrefixLimits limits) {
        index = new PrefixIndex(limits);
    }

    /** What this engine tells. It is the same for as long as the engine is here. */
    public ToldCache of(EngineKey engine) {
        return caches.computeIfAbsent(engine, _ -> new ToldCache(index, accuracy));
    }

    /** Nobody listens to any engine, and why. */
    public void ignore(String why) {
        ignored = Optional.of(Heard.off(why));
    }

    /**
     * So many ranks of this engine tell of theirs.
     *
     * @param capacityTokens that a rank can hold, or all of them together; 0 = not known
     */
    public void expect(EngineKey engine, int ranks, long capacityTokens) {
        int heard = ignored.isPresent() && ranks > 0 ? 0 : ranks;
        of(engine).expect(heard, capacityTokens, ranks > 0 ? ignored.orElse(Heard.OFF) : Heard.OFF);
    }

    /**
     * Its blocks changed.
     *
     * @param blockTokens tokens per block; 0 = it has not told
     */
    public void changed(EngineKey engine, int rank, int blockTokens, BlockChanges changes) {
        int place = of(engine).changed(rank, blockTokens, changes.onGpu());
        changes.tell(told, place);
    }

    /** It is heard so from now on. */
    public void heard(EngineKey engine, int rank, Heard now) {
        of(engine).heard(rank, now);
    }

    /** Nobody listens to it any more. */
    public void ended(EngineKey engine, int rank) {
        Optional.ofNullable(caches.get(engine)).ifPresent(cache -> cache.ended(rank));
    }

    /** Forgets engines that are gone and that nobody listens to. */
    public void keepOnly(Predicate<EngineKey> isHere) {
        caches.entrySet().removeIf(one -> one.getValue().isUnused() && !isHere.test(one.getKey()));
    }

    /** Looks up this prompt, for {@link #tokens}; what was placed and not told in time is gone. */
    public void match(TokenPrefix asked, long nowNanos) {
        prompt = index.placesEnd() == 0 ? TokenPrefix.NONE : asked;
        if (depthByPlace.length < index.placesEnd()) {
            depthByPlace = new int[2 * index.placesEnd()];
        }
        if (!prompt.isNone()) {
            index.expire(nowNanos);
            index.match(prompt.blocks(), depthByPlace);
        }
    }

    /**
     * Of the prompt last looked up, tokens that a request would find at this engine by its word;
     * {@link ToldCache#UNKNOWN} where there is none.
     */
    public int tokens(ToldCache cache, long promptTokens) {
        return prompt.isNone()
                ? ToldCache.UNKNOWN
                : cache.tokens(prompt, depthByPlace, promptTokens);
    }

    /** The prompt last looked up was placed on this engine. */
    public void placed(ToldCache cache, long nowNanos) {
        if (!prompt.isNone()) {
            cache.placed(prompt, depthByPlace, nowNanos);
        }
    }

    /** Lets time pass: call it some times per second. */
    public void tidy(long nowNanos) {
        index.tidy(nowNanos);
    }

    /** Tokens that requests should have found by the engines' word, and what they found. */
    public CacheAccuracy accuracy() {
        return accuracy;
    }

    /** The blocks themselves. */
    public PrefixIndex index() {
        return index;
    }

    /** Blocks that were told of and are not known, because those before them are not. */
    public long refused() {
        return refused;
    }

    /** Tells the index what a rank tells, by its place. */
    private final class ToldIndex implements BlockIndex {
        @Override
        public void stored(int place, long block, long parent, Tier tier) {
            refused += index.stored(place, block, parent, tier) ? 0 : 1;
        }

        @Override
        public void copied(int place, long block, Tier tier) {
            refused += index.copied(place, block, tier) ? 0 : 1;
        }

        @Override
        public void removed(int place, long block, Tier tier) {
            index.removed(place, block, tier);
        }

        @Override
        public void cleared(int place) {
            index.cleared(place);
        }
    }
}
