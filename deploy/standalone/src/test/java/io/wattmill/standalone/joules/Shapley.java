// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The Shapley value of a game: what each player adds, on average over the orders in which all may
 * come. Orders are drawn by lot, and each is taken in all its rotations, so that everybody comes
 * first, second and last equally often: who comes first adds most, and luck in that would be most of
 * the error. Shares of each order sum to the value of all players.
 */
record Shapley(ToDoubleFunction<BitSet> game, int players) {

    /** Shares over so many orders, rotations counted. */
    double[] shares(int orders, SplittableRandom random) {
        Map<BitSet, Double> known = new HashMap<>();
        double[] shares = new double[players];
        int[] order = order(random);
        for (int i = 0; i < orders; i++) {
            order = i % players == 0 ? order(random) : order;
            add(order, i, known, shares);
        }
        for (int player = 0; player < players; player++) {
            shares[player] /= orders;
        }
        return shares;
    }

    private void add(int[] order, int first, Map<BitSet, Double> known, double[] shares) {
        BitSet present = new BitSet();
        double before = 0;
        for (int i = 0; i < players; i++) {
            int player = order[(first + i) % players];
            present.set(player);
            double after = known.computeIfAbsent((BitSet) present.clone(), game::applyAsDouble);
            shares[player] += after - before;
            before = after;
        }
    }

    private int[] order(SplittableRandom random) {
        int[] order = new int[players];
        for (int i = 0; i < players; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }
}
