// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import java.util.Arrays;

/** The next event of every engine, soonest known at once: a tournament tree. */
final class EngineClocks {
    private final long[] nanos;
    private final int[] winners;
    private final int leaves;

    /** Clocks of so many engines that have no event. */
    EngineClocks(int engines) {
        leaves = Math.max(2, Integer.highestOneBit(2 * engines - 1));
        nanos = new long[leaves];
        winners = new int[leaves];
        Arrays.fill(nanos, Long.MAX_VALUE);
        for (int node = leaves - 1; node > 0; node--) {
            winners[node] = winner(node);
        }
    }

    /** Sets when an engine's next event is; {@link Long#MAX_VALUE} for none. */
    void set(int engine, long atNanos) {
        nanos[engine] = atNanos;
        for (int node = leaves + engine >>> 1; node > 0; node >>>= 1) {
            winners[node] = winner(node);
        }
    }

    private int winner(int node) {
        int left = contender(2 * node);
        int right = contender(2 * node + 1);
        return nanos[right] < nanos[left] ? right : left;
    }

    private int contender(int node) {
        return node < leaves ? winners[node] : node - leaves;
    }

    /** The engine with the soonest event; the first of several. */
    int soonest() {
        return winners[1];
    }

    long soonestNanos() {
        return nanos[winners[1]];
    }
}
