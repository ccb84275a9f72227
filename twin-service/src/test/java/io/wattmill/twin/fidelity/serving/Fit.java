// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.twin.fidelity.steady.Saturated;
import io.wattmill.twin.fidelity.steady.Told;
import io.wattmill.twin.predict.Prediction;
import io.wattmill.twin.predict.Predictor;
import io.wattmill.twin.predict.ServingTuning;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Factors that serve some measured points best: least squares of the logarithms of predicted over
 * measured, with a pseudo-Huber loss so that a row which is off by much counts as one that is off
 * by some, and with the priors.
 */
public final class Fit {
    /** Relative error beyond which a row's weight falls. */
    private static final double USUAL = 0.08;

    // The time to the first token depends on much that no column tells.
    private static final double TTFT_WEIGHT = 0.4;
    private static final double STEADY_WEIGHT = 0.8;
    private static final double PRIOR_WEIGHT = 3;
    private static final int ROUNDS = 25;
    private static final double SLIGHTLY = 0.01;

    private Fit() {}

    /** The best for these rows, searched from {@code start}. */
    public static Factors of(Rows rows, Factors start) {
        return new Factors(
                LeastSquares.minimize(
                        logs -> residuals(rows, new Factors(logs)), start.logs(), ROUNDS));
    }

    /** Whether any of these rows would be told otherwise if this factor were another. */
    static boolean tells(Rows rows, Factors factors, Factor factor) {
        ServingTuning here = factors.tuning();
        ServingTuning there = factors.moved(factor, SLIGHTLY).tuning();
        return rows.points().stream()
                        .map(Measured::point)
                        .anyMatch(
                                point ->
                                        !Predictor.predict(point, here)
                                                .equals(Predictor.predict(point, there)))
                || rows.steady().stream()
                        .anyMatch(row -> !Told.of(row, here).equals(Told.of(row, there)));
    }

    private static double[] residuals(Rows rows, Factors factors) {
        ServingTuning tuning = factors.tuning();
        return Stream.of(
                        rows.points().stream()
                                .flatMapToDouble(row -> residuals(row, tuning))
                                .toArray(),
                        rows.steady().stream()
                                .mapToDouble(row -> STEADY_WEIGHT * tamed(residual(row, tuning)))
                                .toArray(),
                        Arrays.stream(factors.surprises()).map(s -> PRIOR_WEIGHT * s).toArray())
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static DoubleStream residuals(Measured row, ServingTuning tuning) {
        Prediction told = Predictor.predict(row.point(), tuning);
        return DoubleStream.of(
                tamed(Math.log(told.tpotSeconds() / row.tpotSeconds())),
                tamed(TTFT_WEIGHT * Math.log(told.ttftSeconds() / row.ttftSeconds())));
    }

    private static double residual(Saturated row, ServingTuning tuning) {
        return Math.log(Told.of(row, tuning).seconds() / row.stepSeconds());
    }

    /** Whose square is the pseudo-Huber loss. */
    private static double tamed(double error) {
        double ratio = error / USUAL;
        return Math.signum(error) * Math.sqrt(2 * (Math.sqrt(1 + ratio * ratio) - 1));
    }
}
