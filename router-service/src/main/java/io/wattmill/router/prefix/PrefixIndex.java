// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How much of a prompt each engine's prefix cache holds, for all engines of a router. An engine has
 * a place, a small number that stays its own while it is here.
 *
 * <p>Approximate mode, the default: an engine holds what was placed on it, as many blocks as its
 * capacity, the least recently used leaving first, the end of a prompt before its beginning. Exact
 * mode: an engine holds what it told that it stored and did not tell that it removed; what is
 * placed there counts as held for a moment only, in which it may tell.
 *
 * <p>With every block an engine holds all blocks before it, in both modes, so that one walk along a
 * prompt tells where each of them ends. Pure and not thread-safe.
 */
public final class PrefixIndex {
    /** Stands for the block before the first one of a prompt. */
    public static final long ROOT = 0;

    /**
     * Blocks forgotten in one go of those that left: well below a millisecond of work, even in an
     * index of 10 M.
     */
    private static final int TIDIED_AT_ONCE = 1_024;

    private static final int TIDIED_BESIDE = 128;

    private final PrefixLimits limits;
    private final List<HolderGroup> groups = new ArrayList<>();
    private final Retired retired = new Retired();
    private @Nullable Place[] places = new Place[16];
    private int placesEnd;
    private long limitHits;

    public PrefixIndex(PrefixLimits limits) {
        this.limits = limits;
    }

    /** A place for one more engine, which holds nothing yet. */
    public int join() {
        int place = 0;
        while (place < placesEnd && places[place] != null) {
            place++;
        }
        if (place == places.length) {
            places = Arrays.copyOf(places, 2 * place);
        }
        places[place] = new Place(holder(place));
        placesEnd = Math.max(placesEnd, place + 1);
        return place;
    }

    private Holder holder(int place) {
        for (HolderGroup group : groups) {
            int bit = group.join(place);
            if (bit != BlockTable.NONE) {
                return new Holder(group, bit);
            }
        }
        groups.add(new HolderGroup(limits.weights()));
        return holder(place);
    }

    /** The engine is gone; its place may be another's from now on. */
    public void leave(int place) {
        at(place).holders().forEach(retired::add);
        places[place] = null;
    }

    /** The engine began anew, with nothing. */
    public void cleared(int place) {
        Place cleared = at(place);
        if (cleared.isEmpty()) {
            return;
        }
        cleared.holders().forEach(retired::add);
        retired.tidy(TIDIED_BESIDE);
        Holder fresh = holder(place);
        cleared.replace(fresh, cleared.isExact() ? holder(place) : null);
        fresh.holdings().capacity(cleared.capacity());
    }

    /** The engine tells what it stores and removes from now on; it is believed to hold nothing. */
    public void exact(int place) {
        at(place).exact(holder(place));
        cleared(place);
    }

    /** The engine's cache has room for this many blocks. */
    public void capacity(int place, int blocks) {
        at(place).capacity(blocks);
    }

    /** A number above all places, and so the least length of an array by places. */
    public int placesEnd() {
        return placesEnd;
    }

    /**
     * How many blocks from the beginning of the prompt each engine holds, by places. A block that
     * is not in the GPU counts by its tier's weight: of a prefix of which the first a blocks are in
     * the GPU, the first b in GPU or CPU and all d somewhere, the depth is the whole part of a ×
     * gpu + (b − a) × cpu + (d − b) × disk.
     */
    public void match(PrefixBlocks prompt, int[] depthByPlace) {
        Arrays.fill(depthByPlace, 0, placesEnd, 0);
        for (HolderGroup group : groups) {
            group.match(prompt, depthByPlace);
        }
    }

    /** This prompt was placed on this engine now. Returns what it was believed to hold of it. */
    public Reuse placed(int place, PrefixBlocks prompt, long nowNanos) {
        Place used = at(place);
        Holder guessed = used.guessed();
        if (guessed != null) {
            guessed.holdings().expire(tick(nowNanos - limits.expiryNanos()));
        }
        Reuse reuse = (guessed == null ? used.main() : guessed).use(prompt, tick(nowNanos));
        bound();
        retired.tidy(TIDIED_BESIDE);
        return guessed == null ? reuse : Reuse.of(used.main().depth(prompt));
    }

    /** Ticks of about a millisecond, which wrap around: to be compared by their difference. */
    private static int tick(long nanos) {
        return (int) (nanos >> 20);
    }

    /**
     * The engine tells that it stored a block.
     *
     * @param parent the block before it, {@link #ROOT} when it is a prompt's first
     * @return false when it cannot be, or is of no use: the block before it is not known
     */
    public boolean stored(int place, long hash, long parent, Tier tier) {
        Chains chains = at(place).main().holdings().chains();
        boolean stored = ToldBlocks.stored(chains, hash, parent, tier);
        bound();
        return stored;
    }

    /** The engine tells of another copy; false when it was not known to have the block. */
    public boolean copied(int place, long hash, Tier tier) {
        return ToldBlocks.copied(at(place).main().holdings().chains(), hash, tier);
    }

    /**
     * The engine tells that it removed a block from a tier. When it has it in no other, what is
     * behind it is of no use any more, and counts as removed too.
     *
     * @return false when it was not known to be there
     */
    public boolean removed(int place, long hash, Tier tier) {
        return ToldBlocks.removed(at(place).main().holdings().chains(), hash, tier);
    }

    /** Lets time pass: call it some times per second. Does a bounded piece of work. */
    public void tidy(long nowNanos) {
        expire(nowNanos);
        retired.tidy(TIDIED_AT_ONCE);
    }

    /** What was placed on engines that tell, and was not told of in time, is not held. */
    public void expire(long nowNanos) {
        for (int i = 0; i < placesEnd; i++) {
            Place place = places[i];
            if (place != null && place.guessed() != null) {
                place.guessed().holdings().expire(tick(nowNanos - limits.expiryNanos()));
            }
        }
    }

    /** Makes room: of those that left first, then of the engine with the most. */
    private void bound() {
        int over = held() - limits.blocks();
        if (over > 0) {
            limitHits++;
            over -= retired.tidy(over);
            while (over > 0) {
                over -= largest().evict(over);
            }
        }
    }

    private Holdings largest() {
        Holdings largest = null;
        for (int i = 0; i < placesEnd; i++) {
            Place place = places[i];
            Holdings its = place == null ? null : place.largest();
            if (its != null && (largest == null || its.size() > largest.size())) {
                largest = its;
            }
        }
        if (largest == null) {
            throw new IllegalStateException("blocks are held by nobody");
        }
        return largest;
    }

    /** Blocks that are known, each once. */
    public int blocks() {
        return sum(BlockTable::size);
    }

    /** Blocks that are known, each as often as it is held. */
    public int held() {
        return sum(BlockTable::held);
    }

    private int sum(ToIntFunction<BlockTable> count) {
        int sum = 0;
        for (HolderGroup group : groups) {
            sum += count.applyAsInt(group.blocks());
        }
        return sum;
    }

    /** Blocks that this engine holds. */
    public int held(int place) {
        return at(place).main().holdings().size();
    }

    /** How often there was no room for all that engines hold. */
    public long limitHits() {
        return limitHits;
    }

    private Place at(int place) {
        Place found = places[place];
        if (found == null) {
            throw new IllegalArgumentException("place " + place + " is nobody's");
        }
        return found;
    }
}
