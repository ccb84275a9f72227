// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/**
 * The downhill simplex of Nelder and Mead (Computer Journal 7, 1965) with their constants:
 * deterministic, without derivatives, for a handful of parameters.
 */
public final class Simplex {
    private record Corner(double[] at, double loss) {}

    private final ToDoubleFunction<double[]> loss;
    private final Corner[] corners;

    private Simplex(ToDoubleFunction<double[]> loss, double[] start, double stride) {
        this.loss = loss;
        corners = new Corner[start.length + 1];
        corners[0] = corner(start);
        for (int i = 0; i < start.length; i++) {
            double[] moved = start.clone();
            moved[i] += stride;
            corners[i + 1] = corner(moved);
        }
    }

    /**
     * Where the loss is least.
     *
     * @param stride first step along each axis
     * @param rounds improvements tried
     */
    public static double[] minimize(
            ToDoubleFunction<double[]> loss, double[] start, double stride, int rounds) {
        Simplex simplex = new Simplex(loss, start, stride);
        for (int round = 0; round < rounds; round++) {
            simplex.improve();
        }
        simplex.sort();
        return simplex.corners[0].at();
    }

    private Corner corner(double[] at) {
        return new Corner(at, loss.applyAsDouble(at));
    }

    private void sort() {
        Arrays.sort(corners, Comparator.comparingDouble(Corner::loss));
    }

    private void improve() {
        sort();
        Corner worst = corners[corners.length - 1];
        double[] middle = middle();
        Corner reflected = corner(between(middle, worst.at(), -1));
        if (reflected.loss() < corners[0].loss()) {
            Corner expanded = corner(between(middle, worst.at(), -2));
            replaceWorst(expanded.loss() < reflected.loss() ? expanded : reflected);
        } else if (reflected.loss() < corners[corners.length - 2].loss()) {
            replaceWorst(reflected);
        } else {
            contract(middle, worst);
        }
    }

    private void contract(double[] middle, Corner worst) {
        Corner contracted = corner(between(middle, worst.at(), 0.5));
        if (contracted.loss() < worst.loss()) {
            replaceWorst(contracted);
            return;
        }
        for (int i = 1; i < corners.length; i++) {
            corners[i] = corner(between(corners[0].at(), corners[i].at(), 0.5));
        }
    }

    private void replaceWorst(Corner corner) {
        corners[corners.length - 1] = corner;
    }

    private double[] middle() {
        double[] middle = new double[corners.length - 1];
        for (int i = 0; i < middle.length; i++) {
            for (double[] at : Arrays.stream(corners, 0, middle.length).map(Corner::at).toList()) {
                middle[i] += at[i] / middle.length;
            }
        }
        return middle;
    }

    private static double[] between(double[] from, double[] to, double share) {
        double[] at = new double[from.length];
        Arrays.setAll(at, i -> from[i] + share * (to[i] - from[i]));
        return at;
    }
}
