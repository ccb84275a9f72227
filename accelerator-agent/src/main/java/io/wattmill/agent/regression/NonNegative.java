// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/**
 * The least of {@code x'Hx / 2 - g'x} over x >= 0, H positive definite. With few unknowns all sets
 * of those that are not 0 can be tried: the least lies where one of them has its free minimum.
 */
final class NonNegative {

    private NonNegative() {}

    static double[] minimum(double[][] curvature, double[] slope) {
        int all = (1 << slope.length) - 1;
        double[] best = new double[slope.length];
        double least = 0;
        for (int free = all; free > 0; free--) {
            double[] candidate = Cholesky.of(curvature, free).solve(slope);
            double value = value(candidate, slope);
            if (isFeasible(candidate) && value < least) {
                best = candidate;
                least = value;
            }
            if (free == all && isFeasible(candidate)) {
                return candidate;
            }
        }
        return best;
    }

    /** At a free minimum {@code Hx = g}, so the value is half of {@code -g'x}. */
    private static double value(double[] x, double[] slope) {
        double product = 0;
        for (int i = 0; i < x.length; i++) {
            product += x[i] * slope[i];
        }
        return -product / 2;
    }

    private static boolean isFeasible(double[] x) {
        for (double one : x) {
            if (!(one >= 0)) {
                return false;
            }
        }
        return true;
    }
}
