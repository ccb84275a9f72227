// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/** Chance between equals: among costs that no model tells apart, the first would take all. */
final class Ties {
    private Ties() {}

    /**
     * One of the candidates whose cost is the least, or within the tolerance of it.
     *
     * @param tolerance factor on the least cost, at least 1
     */
    static int least(Candidates among, double tolerance, long dice) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < among.size(); i++) {
            best = Math.min(best, among.cost(i));
        }
        double limit = best > 0 ? best * tolerance : best;
        return pick(among, limit, count(among, limit), dice);
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
