// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;

/** What to do about equals: among costs that no model tells apart, the first would take all. */
final class Ties {
    private Ties() {}

    /**
     * By chance, one of the candidates whose cost is the least, or within the tolerance of it.
     *
     * @param tolerance factor on the least cost, at least 1
     */
    static int least(Candidates among, double tolerance, long dice) {
        double limit = limit(among, tolerance);
        return pick(among, limit, count(among, limit), dice);
    }

    /** The first of them, where a stable order is worth more than chance. */
    static int first(Candidates among, double tolerance) {
        return pick(among, limit(among, tolerance), 1, 0);
    }

    /** The least cost of all. */
    static double leastCost(Candidates among) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < among.size(); i++) {
            least = Math.min(least, among.cost(i));
        }
        return least;
    }

    private static double limit(Candidates among, double tolerance) {
        double least = leastCost(among);
        return least > 0 ? least * tolerance : least;
    }

    private static int count(Candidates among, double limit) {
        int equals = 0;
        for (int i = 0; i < among.size(); i++) {
            equals += among.cost(i) <= limit ? 1 : 0;
        }
        return equals;
    }

    private static int pick(Candidates among, double limit, int equals, long dice) {
        int left = (int) Long.remainderUnsigned(dice, Math.max(1, equals));
        for (int i = 0; i < among.size(); i++) {
            if (among.cost(i) <= limit && left-- == 0) {
                return i;
            }
        }
        return 0;
    }
}
