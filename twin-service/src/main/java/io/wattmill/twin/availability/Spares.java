// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

/**
 * Units that stand in for those that are out. A spare takes over at once; what is out comes back
 * after its repair, on its own.
 */
public final class Spares {
    private Spares() {}

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
