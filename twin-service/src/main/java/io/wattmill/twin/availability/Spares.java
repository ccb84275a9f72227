// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

/**
 * Units that stand in for those that are out. A spare takes over at once; what is out comes back
 * after its repair, on its own.
 */
public final class Spares {
    /** More spares than units serve nobody. */
    private static final int MOST = 1_000_000;

    private Spares() {}

    /**
     * Least spares with which all units are there for the target's share of the time: the number
     * out among units and spares is binomial.
     *
     * @param units units that are needed
     * @param availability of one of them without spares, above 0
     * @param target share of the time, below 1
     */
    public static int forShare(int units, double availability, double target) {
        for (int spares = 0; spares <= MOST; spares++) {
            if (Counting.binomialAtMost(units + spares, 1 - availability, spares) >= target) {
                return spares;
            }
        }
        throw new IllegalArgumentException("no number of spares does for " + target);
    }

    /**
     * Least spares in stock with which no failure waits for a delivery, with the target's
     * probability: failures during a delivery are Poisson.
     *
     * @param units units at work
     * @param mtbfHours mean time between failures of one
     * @param leadHours from order to delivery
     * @param target probability, below 1
     */
    public static int forStock(int units, double mtbfHours, double leadHours, double target) {
        double mean = units * leadHours / mtbfHours;
        for (int spares = 0; spares <= MOST; spares++) {
            if (Counting.poissonAtMost(mean, spares) >= target) {
                return spares;
            }
        }
        throw new IllegalArgumentException("no stock does for " + target);
    }

    /**
     * Mean share of the needed units that are there: the mean of {@code min(1, (units + spares -
     * out) / units)}.
     */
    public static double expectedCapacity(int units, int spares, double availability) {
        int all = units + spares;
        double missing = 0;
        double atMost = Counting.binomialAtMost(all, 1 - availability, spares);
        // Mean of what is missing: the sum of the chances that more than spares + i are out.
        for (int more = spares; more < all && 1 - atMost > 1e-15; ) {
            missing += 1 - atMost;
            more++;
            atMost = Counting.binomialAtMost(all, 1 - availability, more);
        }
        return 1 - missing / units;
    }
}
