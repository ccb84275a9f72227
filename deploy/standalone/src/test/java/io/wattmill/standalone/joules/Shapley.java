// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The Shapley value of a game: what each player adds, on average over all orders in which all may
 * come. Not sampled: of n players, {@code |S|! (n - 1 - |S|)!} of the {@code n!} orders have
 * exactly S before a player, so it is a sum over the sets. Shares sum to the value of all players.
 *
 * @param game value of a set of players; bit i: player i is in it; asked by several threads
 */
record Shapley(IntToDoubleFunction game, int players) {

    double[] shares() {
        double[] values = IntStream.range(0, 1 << players).parallel().mapToDouble(game).toArray();
        return IntStream.range(0, players).mapToDouble(player -> share(player, values)).toArray();
    }

    private double share(int player, double[] values) {
        double sum = 0;
        for (int set = 0; set < values.length; set++) {
            if ((set >> player & 1) == 0) {
                sum += weight(Integer.bitCount(set)) * (values[set | 1 << player] - values[set]);
            }
        }
        return sum;
    }

    /**
     * Part of all orders that begin with these players, in any order, and one more: 1/(n C(n-1,k)).
     */
    private double weight(int before) {
        double choices = 1;
        for (int i = 1; i <= before; i++) {
            choices = choices * (players - i) / i;
        }
        return 1 / (players * choices);
    }
}
