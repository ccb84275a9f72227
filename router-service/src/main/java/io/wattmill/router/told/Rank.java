// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

/** What one data-parallel rank of an engine told: a cache of its own, with a place of its own. */
final class Rank {
    private final int place;
    private Heard heard = Heard.NOT_YET;
    private int blockTokens;

    Rank(int place) {
        this.place = place;
    }

    int place() {
        return place;
    }

    Heard heard() {
        return heard;
    }

    void heard(Heard now) {
        heard = now;
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
