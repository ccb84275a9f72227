// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.power;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

/**
 * What a unit loses, as shares of its rating: {@code loss / rating = a + b x + c x^2} where x is
 * its output per rating: what it takes to be on, what grows with the current and what grows with
 * its square (copper). The usual form; coefficients differ by maker, so defaults are assumed.
 *
 * @param noLoad a, at least 0
 * @param linear b, at least 0
 * @param square c, at least 0
 */
public record LossCurve(Figure noLoad, Figure linear, Figure square) {
    private static final double ASSUMED_ERROR = 0.3;

    /** Loses nothing: a feed, a switch. */
    public static final LossCurve NONE = assumed(0, 0, 0, "a switch loses nothing that counts");

    /** Coefficients that nobody stands for, 30 % either way. */
    public static LossCurve assumed(double a, double b, double c, String source) {
        return new LossCurve(guess(a, source), guess(b, source), guess(c, source));
    }

    /**
     * A stage that is described as {@code P_in = (P_out + constant) / efficiency}, the form of
     * ExaDigiT's RAPS (raps/power.py, config/frontier.yaml: rectifier 17 W and 0.96, SIVOC 13 W and
     * 0.98), with its 5 % of uncertainty per component.
     *
     * @param constantWatts taken whatever the load, at least 0
     * @param efficiency above 0, at most 1
     * @param ratedWatts output of the unit at full load
     */
    public static LossCurve stage(
            double constantWatts, double efficiency, double ratedWatts, String source) {
        return new LossCurve(
                known(constantWatts / efficiency / ratedWatts, source),
                known(1 / efficiency - 1, source),
                Figure.exact(0, Provenance.CLAIMED, source));
    }

    private static Figure guess(double value, String source) {
        return Figure.within(value, ASSUMED_ERROR, Provenance.ASSUMED, source);
    }

    private static Figure known(double value, String source) {
        return Figure.within(value, 0.05, Provenance.CLAIMED, source);
    }
}
