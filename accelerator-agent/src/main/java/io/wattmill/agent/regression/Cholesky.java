// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/** A factor of those rows and columns of a positive definite matrix that are free. */
final class Cholesky {

    private final double[][] factor;
    private final int free;

    private Cholesky(double[][] factor, int free) {
        this.factor = factor;
        this.free = free;
    }

    /**
     * Factors a matrix.
     *
     * @param free bit i: row and column i take part; for the others the unknown is 0
     */
    static Cholesky of(double[][] matrix, int free) {
        int n = matrix.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i && isFree(free, i); j++) {
                if (isFree(free, j)) {
                    double rest = matrix[i][j] - product(l[i], l[j], j);
                    l[i][j] = i == j ? Math.sqrt(rest) : rest / l[j][j];
                }
            }
        }
        return new Cholesky(l, free);
    }

    /** The solution of the equations with this right side. */
    double[] solve(double[] right) {
        int n = right.length;
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = isFree(free, i) ? (right[i] - product(factor[i], x, i)) / factor[i][i] : 0;
        }
        for (int i = n - 1; i >= 0; i--) {
            x[i] = isFree(free, i) ? (x[i] - below(i, x)) / factor[i][i] : 0;
        }
        return x;
    }

    private double below(int column, double[] x) {
        double sum = 0;
        for (int row = column + 1; row < x.length; row++) {
            sum += factor[row][column] * x[row];
        }
        return sum;
    }

    private static double product(double[] a, double[] b, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static boolean isFree(int free, int index) {
        return (free >> index & 1) == 1;
    }
}
