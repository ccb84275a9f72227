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
        double log = units * Math.log(availability);
        double reached = Math.exp(log);
        // So many out before the last unit needed is found up: negative binomial, term by term.
        for (int spares = 0; spares <= MOST; ) {
            if (reached >= target) {
                return spares;
            }
            spares++;
            log += Math.log((units + spares - 1.0) / spares) + Math.log1p(-availability);
            reached += Math.exp(log);
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
        double log = -mean;
        double reached = Math.exp(log);
        for (int spares = 0; spares <= MOST; ) {
            if (reached >= target) {
                return spares;
            }
            spares++;
            log += Math.log(mean / spares);
            reached += Math.exp(log);
        }
        throw new IllegalArgumentException("no stock does for " + target);
    }

    /**
     * Mean share of the needed units that are there: the mean of {@code min(1, (units + spares -
     * out) / units)}.
     */
    public static double expectedCapacity(int units, int spares, double availability) {
        double out = 1 - availability;
        if (out <= 0) {
            return 1;
        }
        if (out >= 1) {
            return 0;
        }
        int all = units + spares;
        double log = all * Math.log1p(-out);
        double odds = Math.log(out) - Math.log1p(-out);
        double missing = 0;
        for (int each = 1; each <= all; each++) {
            log += Math.log((all - each + 1.0) / each) + odds;
            missing += Math.max(0, each - spares) * Math.exp(log);
        }
        return Math.clamp(1 - missing / units, 0, 1);
    }
}
