// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts joined until every hybrid of the joined ones answers: racks that name a breaker of their
 * own plan go nowhere without it. Each group is a set of bits.
 */
final class Groups {
    private Groups() {}

    /** The finest groups that a greedy search finds; both plans themselves answer. */
    static List<Integer> of(Hybrids<?> hybrids) {
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; 1 << i <= hybrids.all(); i++) {
            groups.add(1 << i);
        }
        while (refused(groups, hybrids) > 0) {
            groups = bestJoined(groups, hybrids);
        }
        return groups;
    }

    /** The pair that leaves the fewest hybrids without an answer; the first of equals. */
    private static List<Integer> bestJoined(List<Integer> groups, Hybrids<?> hybrids) {
        List<Integer> best = groups;
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                var joined = joined(groups, i, j);
                long refused = refused(joined, hybrids);
                if (refused < fewest) {
                    fewest = refused;
                    best = joined;
                }
            }
        }
        return best;
    }

    private static List<Integer> joined(List<Integer> groups, int i, int j) {
        var joined = new ArrayList<>(groups);
        joined.set(i, groups.get(i) | groups.get(j));
        joined.remove(j);
        return joined;
    }

    private static long refused(List<Integer> groups, Hybrids<?> hybrids) {
        long refused = 0;
        for (int coalition = 0; coalition < 1 << groups.size(); coalition++) {
            refused += hybrids.answers(bits(coalition, groups)) ? 0 : 1;
        }
        return refused;
    }

    /** The parts of a coalition of groups. */
    static int bits(int coalition, List<Integer> groups) {
        int bits = 0;
        for (int i = 0; i < groups.size(); i++) {
            bits |= (coalition >> i & 1) == 1 ? groups.get(i) : 0;
        }
        return bits;
    }
}
