// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.twin.predict.Prediction;
import io.wattmill.twin.predict.Predictor;
import io.wattmill.twin.predict.ServingTuning;

import java.util.List;

/**
 * Factors that serve some measured points best: least squares of the logarithms of predicted over
 * measured, with a pseudo-Huber loss so that a row which is off by much counts as one that is off
 * by some, and with the priors.
 */
final class Fit {
    /** Relative error beyond which a row's weight falls. */
    private static final double USUAL = 0.08;

    // The time to the first token depends on much that no column tells.
    private static final double TTFT_WEIGHT = 0.4;
    private static final double PRIOR_WEIGHT = 3;
    private static final int ROUNDS = 25;
    private static final double SLIGHTLY = 0.01;

    private Fit() {}

    /** The best for these rows, searched from {@code start}. */
    static Factors of(List<Measured> rows, Factors start) {
        return new Factors(
                LeastSquares.minimize(
                        logs -> residuals(rows, new Factors(logs)), start.logs(), ROUNDS));
    }

    /** Whether any of these rows would be told otherwise if this factor were another. */
    static boolean tells(List<Measured> rows, Factors factors, Factor factor) {
        ServingTuning here = factors.tuning();
        ServingTuning there = factors.moved(factor, SLIGHTLY).tuning();
        return rows.stream()
                .map(Measured::point)
                .anyMatch(
                        point ->
                                !Predictor.predict(point, here)
                                        .equals(Predictor.predict(point, there)));
    }

    private static double[] residuals(List<Measured> rows, Factors factors) {
        ServingTuning tuning = factors.tuning();
        double[] surprises = factors.surprises();
        double[] all = new double[2 * rows.size() + surprises.length];
        for (int i = 0; i < rows.size(); i++) {
            Measured row = rows.get(i);
            Prediction told = Predictor.predict(row.point(), tuning);
            all[2 * i] = tamed(Math.log(told.tpotSeconds() / row.tpotSeconds()));
            all[2 * i + 1] = tamed(TTFT_WEIGHT * Math.log(told.ttftSeconds() / row.ttftSeconds()));
        }
        for (int i = 0; i < surprises.length; i++) {
            all[2 * rows.size() + i] = PRIOR_WEIGHT * surprises[i];
        }
        return all;
    }

    /** Whose square is the pseudo-Huber loss. */
    private static double tamed(double error) {
        double ratio = error / USUAL;
        return Math.signum(error) * Math.sqrt(2 * (Math.sqrt(1 + ratio * ratio) - 1));
    }
}
