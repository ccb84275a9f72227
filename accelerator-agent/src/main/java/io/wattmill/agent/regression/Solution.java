// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/** Coefficients that explain the windows best, and how sure that is. */
final class Solution {

    private static final int ALL = (1 << Term.COUNT) - 1;

    private final double[] values;
    private final double[][] curvature;
    private final double variance;

    /**
     * @param values in units of {@link Term#unit()}
     * @param curvature of the squares around them
     * @param variance of a window's watts around the model
     */
    Solution(double[] values, double[][] curvature, double variance) {
        this.values = values;
        this.curvature = curvature;
        this.variance = variance;
    }

    /** Watts that it expects of a window. */
    double watts(double[] rates) {
        double watts = 0;
        for (int i = 0; i < rates.length; i++) {
            watts += rates[i] * values[i];
        }
        return watts;
    }

    /** One coefficient, in its own unit. */
    Coefficient of(Term term) {
        double[] direction = new double[Term.COUNT];
        direction[term.ordinal()] = term.unit();
        return along(direction);
    }

    /** Joules of a token and its part of a step that {@code batch} sequences share. */
    Coefficient decode(double batch) {
        double[] direction = new double[Term.COUNT];
        direction[Term.DECODE.ordinal()] = Term.DECODE.unit();
        direction[Term.STEP.ordinal()] = Term.STEP.unit() / batch;
        return along(direction);
    }

    /** A weighted sum of the coefficients; its variance is {@code variance x d' H^-1 d}. */
    private Coefficient along(double[] direction) {
        double[] solved = Cholesky.of(curvature, ALL).solve(direction);
        double value = 0;
        double square = 0;
        for (int i = 0; i < direction.length; i++) {
            value += direction[i] * values[i];
            square += direction[i] * solved[i];
        }
        return new Coefficient(value, Math.sqrt(Math.max(0, variance * square)));
    }
}
