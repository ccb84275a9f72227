// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What the index keeps of one engine: a holder, and in exact mode one for what is a guess. */
final class Place {
    private Holder main;
    private @Nullable Holder guessed;
    private int capacity = Integer.MAX_VALUE;

    Place(Holder main) {
        this.main = main;
    }

    /** Holds what counts until it leaves. */
    Holder main() {
        return main;
    }

    /** Holds what was placed and is not told; null when the engine tells nothing. */
    @Nullable Holder guessed() {
        return guessed;
    }

    boolean isExact() {
        return guessed != null;
    }

    boolean isEmpty() {
        return holders().stream().allMatch(holder -> holder.holdings().size() == 0);
    }

    List<Holder> holders() {
        return guessed == null ? List.of(main) : List.of(main, guessed);
    }

    void exact(Holder guesses) {
        guessed = guesses;
        capacity = Integer.MAX_VALUE;
    }

    void replace(Holder newMain, @Nullable Holder newGuessed) {
        main = newMain;
        guessed = newGuessed;
    }

    int capacity() {
        return capacity;
    }

    /** An engine that tells what it removes needs no bound of its own. */
    void capacity(int blocks) {
        if (guessed == null && blocks != capacity) {
            capacity = blocks;
            main.holdings().capacity(blocks);
        }
    }

    Holdings largest() {
        Holdings told = main.holdings();
        Holdings guesses = guessed == null ? told : guessed.holdings();
        return guesses.size() > told.size() ? guesses : told;
    }
}
