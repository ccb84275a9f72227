// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

import io.wattmill.router.prefix.CacheAccuracy;
import io.wattmill.router.prefix.PrefixIndex;

import java.util.Map;
import java.util.TreeMap;

/** What one engine told of its prefix cache, all its data-parallel ranks together. */
public final class ToldCache {
    /** Nothing is known by its word. */
    public static final int UNKNOWN = -1;

    private final PrefixIndex index;
    private final CacheAccuracy all;
    private final CacheAccuracy own = new CacheAccuracy();
    private final SelfCheck check = new SelfCheck();
    private final Map<Integer, Rank> ranks = new TreeMap<>();
    private int expectedRanks;
    private long capacityTokens;
    private boolean hitsTold;
    private Heard off = Heard.OFF;
    private Heard heard = Heard.OFF;

    /**
     * @param all accuracy of all engines together
     */
    ToldCache(PrefixIndex index, CacheAccuracy all) {
        this.index = index;
        this.all = all;
    }

    /** So many ranks tell of theirs, each of so many tokens; 0: none is heard, and why. */
    void expect(int ranksThatTell, long tokens, Heard otherwise) {
        expectedRanks = ranksThatTell;
        capacityTokens = tokens;
        off = otherwise;
        judge();
    }

    private void judge() {
        if (expectedRanks == 0) {
            heard = off;
        } else if (ranks.size() < expectedRanks) {
            heard = Heard.NOT_YET;
        } else {
            heard =
                    ranks.values().stream()
                            .map(Rank::heard)
                            .reduce(Heard::worse)
                            .orElse(Heard.NOT_YET);
        }
    }

    /** A rank's blocks changed. Returns its place in the index. */
    int changed(int number, int blockTokens, int blocks) {
        Rank its = rank(number);
        its.blockTokens(blockTokens);
        its.holds(blocks, capacityTokens);
        judge();
        return its.place();
    }

    /** This rank, which is new if nothing was heard of it yet. */
    private Rank rank(int number) {
        return ranks.computeIfAbsent(number, _ -> new Rank(place()));
    }

    private int place() {
        int place = index.join();
        index.exact(place);
        return place;
    }

    void heard(int number, Heard now) {
        rank(number).heard(now);
        judge();
    }

    void ended(int number) {
        Rank gone = ranks.remove(number);
        if (gone != null) {
            index.leave(gone.place());
        }
        judge();
    }

    boolean isUnused() {
        return ranks.isEmpty();
    }

    /** How it is heard. */
    public Heard heard() {
        return check.isTrusted() || !heard.isUsable()
                ? heard
                : Heard.blind("what it tells is further from what requests find than a guess is");
    }

    /** Whether it may have more than it told. */
    public boolean isPartial() {
        return heard.how() == Hearing.PARTIAL;
    }

    /** Whether its word is better than a guess. */
    public boolean isTrusted() {
        return check.isTrusted();
    }

    /** Blocks that it has by its word, in all ranks. */
    public long blocks() {
        return ranks.values().stream().mapToLong(rank -> index.held(rank.place())).sum();
    }

    /**
     * Tokens of this prompt that a request would find; {@link #UNKNOWN} by its word. Of several
     * ranks the engine picks one, whoever has the prompt: what they have counts on average.
     *
     * @param depthByPlace of each place of the index, blocks of the prompt
     * @param promptTokens at least; its last token is always computed
     */
    int tokens(TokenPrefix prompt, int[] depthByPlace, long promptTokens) {
        if (!heard.isUsable() || prompt.isNone()) {
            return UNKNOWN;
        }
        int size = prompt.blockTokens();
        long most = (Math.max(promptTokens, prompt.tokens()) - 1) / size;
        long blocks = 0;
        for (Rank rank : ranks.values()) {
            if (!rank.fits(size)) {
                return UNKNOWN;
            }
            blocks += Math.min(most, depthByPlace[rank.place()]);
        }
        return Math.toIntExact(blocks * size / ranks.size());
    }

    /**
     * This prompt was placed here: a moment is given to tell of what it does not have yet. Which of
     * several ranks will have it is not known.
     */
    void placed(TokenPrefix prompt, int[] depthByPlace, long nowNanos) {
        if (heard.isUsable() && ranks.size() == 1) {
            int place = ranks.values().iterator().next().place();
            if (depthByPlace[place] < prompt.blocks().count()) {
                index.placed(place, prompt.blocks(), nowNanos);
            }
        }
    }

    /**
     * A request that was placed here has ended, and its usage is known.
     *
     * @param told tokens that it should have found by the engine's word
     * @param guessed by what was placed there
     * @param found by its usage
     * @param hitsReported whether the engine is known to find anything cached: then none found may
     *     also mean that its usage does not tell
     */
    public void observed(
            int told, double guessed, long found, long promptTokens, boolean hitsReported) {
        hitsTold |= found > 0;
        if (promptTokens > 0 && (hitsTold || !hitsReported)) {
            own.add(told, found);
            all.add(told, found);
            check.observed(told, guessed, found, promptTokens);
        }
    }

    /** Tokens that it should have found cached by its word, and what it found. */
    public CacheAccuracy accuracy() {
        return own;
    }
}
