// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

/** What one data-parallel rank of an engine told: a cache of its own, with a place of its own. */
final class Rank {
    /** The rest is partly filled blocks, and what is reserved. */
    private static final double FULL = 0.95;

    private final int place;
    private Heard heard = Heard.NOT_YET;
    private int blockTokens;
    private boolean full;

    Rank(int place) {
        this.place = place;
    }

    int place() {
        return place;
    }

    /** Of one that is heard from some moment on, all is known once its cache is full of that. */
    Heard heard() {
        return full && heard.how() == Hearing.PARTIAL ? Heard.ALL_BUT_A_FEW : heard;
    }

    void heard(Heard now) {
        heard = now;
    }

    /**
     * Blocks came and went. Once full of what was told, it is known from then on; until it begins
     * anew with none.
     *
     * @param capacityTokens that it can hold; 0 = not known
     */
    void holds(int blocks, long capacityTokens) {
        boolean fills = capacityTokens > 0 && (long) blocks * blockTokens >= FULL * capacityTokens;
        full = blocks > 0 && (full || fills);
    }

    /** 0 says nothing. */
    void blockTokens(int told) {
        blockTokens = told > 0 ? told : blockTokens;
    }

    /** Whether blocks of this size are, or may yet be, its own. */
    boolean fits(int tokens) {
        return blockTokens == 0 || blockTokens == tokens;
    }

    int blockTokens() {
        return blockTokens;
    }
}
