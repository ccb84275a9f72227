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

    /**
     * A UPS in double conversion: 94.4 % at a quarter, 95.9 % at half, 96.2 % at full load, within
     * the 94 to 97 % of field units (CEC tech brief 45: efficiency rises with load, and redundancy
     * keeps units at half of it or less).
     */
    public static final LossCurve UPS = assumed(0.010, 0.015, 0.015, "UPS of 94 to 97 %");

    /** A dry transformer: 0.2 % to be magnetized, 0.8 % in its copper at full load. */
    public static final LossCurve TRANSFORMER = assumed(0.002, 0, 0.008, "dry transformer of 99 %");

    /** Distribution: 1.5 % at full load (a planner's table), all of it in copper. */
    public static final LossCurve DISTRIBUTION = assumed(0, 0, 0.015, "distribution of 98.5 %");

    /** A power shelf of a rack: 97 % from half load on. */
    public static final LossCurve POWER_SHELF = assumed(0.003, 0.012, 0.014, "shelf of 97 %");

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

    /** Watts in per watt out at that load, 0 to 1 and beyond; x above 0. */
    public double inputPerOutput(double x) {
        return 1 + (noLoad.value() + linear.value() * x + square.value() * x * x) / x;
    }

    private static Figure guess(double value, String source) {
        return Figure.within(value, ASSUMED_ERROR, Provenance.ASSUMED, source);
    }

    private static Figure known(double value, String source) {
        return Figure.within(value, 0.05, Provenance.CLAIMED, source);
    }
}
