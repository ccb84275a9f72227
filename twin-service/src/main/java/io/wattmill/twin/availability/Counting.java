// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

/**
 * Sums of the two distributions that count failures, exact but for rounding: from term to term in
 * logarithms, so that a million units do not underflow.
 */
public final class Counting {

    private Counting() {}

    /**
     * Probability that of n independent units, each out with this probability, at most so many are
     * out.
     */
    public static double binomialAtMost(int n, double out, int atMost) {
        if (atMost >= n || out <= 0) {
            return 1;
        }
        if (out >= 1 || atMost < 0) {
            return 0;
        }
        double log = n * Math.log1p(-out);
        double odds = Math.log(out) - Math.log1p(-out);
        double sum = Math.exp(log);
        for (int k = 1; k <= atMost; k++) {
            log += Math.log((double) (n - k + 1) / k) + odds;
            sum += Math.exp(log);
        }
        return Math.min(1, sum);
    }
}
