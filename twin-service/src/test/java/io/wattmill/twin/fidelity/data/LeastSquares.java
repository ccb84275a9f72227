// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.data;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Robust least squares after Levenberg and Marquardt (SIAM J. Appl. Math. 11, 1963): each residual
 * counts by {@code 2 s^2 (sqrt(1 + (r / s)^2) - 1)}, so that far ones pull linearly, and each
 * parameter is pulled back to where it starts, 0. Parameters are numbers of standard deviations of
 * what was known before. Deterministic; derivatives by differences.
 */
public final class LeastSquares {
    private static final double STEP = 1e-4;
    private static final int ROUNDS = 40;
    private static final double ENOUGH = 1e-7;

    private final Function<double[], double[]> residuals;
    private final double scale;
    private final double pull;

    private LeastSquares(Function<double[], double[]> residuals, double scale, double pull) {
        this.residuals = residuals;
        this.scale = scale;
        this.pull = pull;
    }

    /**
     * Parameters that make the residuals small.
     *
     * @param scale residual from which on it counts linearly
     * @param pull residual that one standard deviation of a parameter costs
     */
    public static double[] fit(
            Function<double[], double[]> residuals, int parameters, double scale, double pull) {
        return new LeastSquares(residuals, scale, pull).fit(new double[parameters]);
    }

    private double[] fit(double[] start) {
        double[] at = start;
        double loss = loss(at);
        double damping = 1e-3;
        for (int round = 0; round < ROUNDS && damping < 1e8; round++) {
            double[] next = step(at, damping);
            double better = loss(next);
            if (better < loss) {
                boolean settled = loss - better < ENOUGH * loss;
                at = next;
                loss = better;
                damping /= 5;
                if (settled) {
                    break;
                }
            } else {
                damping *= 7;
            }
        }
        return at;
    }

    private double loss(double[] at) {
        double sum = 0;
        for (double r : residuals.apply(at)) {
            sum += 2 * scale * scale * (Math.sqrt(1 + r * r / scale / scale) - 1);
        }
        return sum + pull * pull * Arrays.stream(at).map(x -> x * x).sum();
    }

    /** Solves (J'WJ + pull^2 + damping diag) d = -J'Wr - pull^2 x. */
    private double[] step(double[] at, double damping) {
        double[] here = residuals.apply(at);
        double[][] slopes = slopes(at, here);
        int size = at.length;
        double[][] normal = new double[size][size + 1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                normal[i][j] = weighted(slopes[i], slopes[j], here);
            }
            normal[i][i] = (normal[i][i] + pull * pull) * (1 + damping);
            normal[i][size] = -weighted(slopes[i], here, here) - pull * pull * at[i];
        }
        double[] move = solve(normal);
        double[] next = at.clone();
        Arrays.setAll(next, i -> at[i] + move[i]);
        return next;
    }

    private double weighted(double[] left, double[] right, double[] here) {
        double sum = 0;
        for (int i = 0; i < here.length; i++) {
            sum += left[i] * right[i] / Math.sqrt(1 + here[i] * here[i] / scale / scale);
        }
        return sum;
    }

    private double[][] slopes(double[] at, double[] here) {
        double[][] slopes = new double[at.length][];
        for (int i = 0; i < at.length; i++) {
            double[] moved = at.clone();
            moved[i] += STEP;
            double[] there = residuals.apply(moved);
            slopes[i] = new double[here.length];
            for (int j = 0; j < here.length; j++) {
                slopes[i][j] = (there[j] - here[j]) / STEP;
            }
        }
        return slopes;
    }

    /** Gauss's elimination with the largest pivot; the last column is the right side. */
    private static double[] solve(double[][] rows) {
        int size = rows.length;
        for (int column = 0; column < size; column++) {
            swapLargestUp(rows, column);
            for (int row = column + 1; row < size; row++) {
                double factor = rows[row][column] / rows[column][column];
                for (int i = column; i <= size; i++) {
                    rows[row][i] -= factor * rows[column][i];
                }
            }
        }
        double[] solution = new double[size];
        for (int row = size - 1; row >= 0; row--) {
            double sum = rows[row][size];
            for (int i = row + 1; i < size; i++) {
                sum -= rows[row][i] * solution[i];
            }
            solution[row] = sum / rows[row][row];
        }
        return solution;
    }

    private static void swapLargestUp(double[][] rows, int column) {
        int largest = column;
        for (int row = column + 1; row < rows.length; row++) {
            if (Math.abs(rows[row][column]) > Math.abs(rows[largest][column])) {
                largest = row;
            }
        }
        double[] kept = rows[column];
        rows[column] = rows[largest];
        rows[largest] = kept;
    }
}
