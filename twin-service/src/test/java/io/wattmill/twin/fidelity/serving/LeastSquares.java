// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Levenberg and Marquardt's method with derivatives by difference. */
final class LeastSquares {
    private static final double STEP = 1e-4;
    private static final double ENOUGH = 1e-4;

    private final UnaryOperator<double[]> residuals;
    private double[] at;
    private double[] rest;
    private double damping = 1e-2;

    private LeastSquares(UnaryOperator<double[]> residuals, double[] start) {
        this.residuals = residuals;
        at = start;
        rest = residuals.apply(start);
    }

    /** Where the sum of squares is least, near {@code start}. */
    static double[] minimize(UnaryOperator<double[]> residuals, double[] start, int rounds) {
        LeastSquares search = new LeastSquares(residuals, start);
        for (int round = 0; round < rounds && search.improve(); round++) {
            // Each round goes as far as it can.
        }
        return search.at;
    }

    private boolean improve() {
        double before = squares(rest);
        double[][] slopes = slopes();
        for (int attempt = 0; attempt < 6; attempt++) {
            double[] next = stepped(slopes);
            double[] left = residuals.apply(next);
            if (squares(left) < before) {
                at = next;
                rest = left;
                damping = Math.max(1e-6, damping / 5);
                return squares(rest) < before * (1 - ENOUGH);
            }
            damping *= 5;
        }
        return false;
    }

    private double[][] slopes() {
        double[][] slopes = new double[at.length][];
        for (int i = 0; i < at.length; i++) {
            double[] moved = at.clone();
            moved[i] += STEP;
            double[] there = residuals.apply(moved);
            double[] slope = new double[rest.length];
            Arrays.setAll(slope, row -> (there[row] - rest[row]) / STEP);
            slopes[i] = slope;
        }
        return slopes;
    }

    private double[] stepped(double[][] slopes) {
        int size = at.length;
        double[][] matrix = new double[size][size + 1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                matrix[i][j] = dot(slopes[i], slopes[j]);
            }
            matrix[i][i] *= 1 + damping;
            matrix[i][size] = -dot(slopes[i], rest);
        }
        double[] step = solve(matrix);
        double[] next = at.clone();
        Arrays.setAll(next, i -> at[i] + Math.clamp(step[i], -1.0, 1.0));
        return next;
    }

    /** Gauss's elimination of a positive definite matrix with its right side. */
    private static double[] solve(double[][] matrix) {
        int size = matrix.length;
        for (int pivot = 0; pivot < size; pivot++) {
            for (int row = pivot + 1; row < size; row++) {
                subtract(matrix[row], matrix[pivot], pivot);
            }
        }
        double[] solution = new double[size];
        for (int row = size - 1; row >= 0; row--) {
            double sum = matrix[row][size];
            for (int column = row + 1; column < size; column++) {
                sum -= matrix[row][column] * solution[column];
            }
            solution[row] = sum / matrix[row][row];
        }
        return solution;
    }

    private static void subtract(double[] row, double[] pivot, int from) {
        double factor = row[from] / pivot[from];
        for (int column = from; column < row.length; column++) {
            row[column] -= factor * pivot[column];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double squares(double[] values) {
        return dot(values, values);
    }
}
