// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/**
 * The normal equations of all windows so far, older ones fading: everything that a least squares
 * fit needs of them, in a fixed size.
 */
final class Equations {

    private static final int N = Term.COUNT;

    /** Keeps the equations solvable in doubles when windows say the same thing over and over. */
    private static final double ROUNDING = 1e-9;

    private final double[][] products = new double[N][N];
    private final double[] targets = new double[N];

    /**
     * Adds a window.
     *
     * @param kept what the past still counts, in (0, 1]
     * @param weight what this window counts, in [0, 1]
     */
    void add(double kept, double weight, double[] rates, double watts) {
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                products[i][j] = kept * products[i][j] + weight * rates[i] * rates[j];
            }
            targets[i] = kept * targets[i] + weight * rates[i] * watts;
        }
    }

    /**
     * The least non-negative squares, drawn to {@code belief}.
     *
     * @param variance of a window's watts around the model
     */
    Solution solve(Belief belief, double variance) {
        double[][] curvature = new double[N][];
        double[] slope = targets.clone();
        for (int i = 0; i < N; i++) {
            double pull = variance / (belief.spread(i) * belief.spread(i));
            curvature[i] = products[i].clone();
            curvature[i][i] += pull + ROUNDING * products[i][i];
            slope[i] += pull * belief.mean(i);
        }
        return new Solution(NonNegative.minimum(curvature, slope), curvature, variance);
    }
}
