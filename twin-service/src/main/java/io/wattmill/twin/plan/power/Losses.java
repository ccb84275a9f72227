// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.plan.given.Given;

/**
 * What a unit turns into heat, as shares of its rating at load share x = load / rating: {@code
 * noLoad + linear x + square x^2}. The usual form for transformers and UPS (iron, conversion and
 * copper losses).
 *
 * @param noLoad at no load
 * @param linear per x
 * @param square per x squared
 */
public record Losses(Given<Double> noLoad, Given<Double> linear, Given<Double> square) {
    /** Of what has none worth counting. */
    public static final Losses NONE = assumed(0, 0, 0, "no losses counted");

    /** 99.28 % at 35 % load, split as usual between iron and copper. */
    public static final Losses TRANSFORMER =
            defaulted(
                    0.0012,
                    0,
                    0.0108,
                    Provenance.DERIVED,
                    "10 CFR 431.196: 1,000 kVA dry type 99.28 % at 35 % load");

    /** Double conversion: 94.0 % at a quarter, 95.8 % at half, 96.2 % at full load. */
    public static final Losses UPS =
            assumed(0.012, 0.012, 0.016, "double conversion, 94 to 97 % by load");

    /** A PDU of 1.5 % at its load. */
    public static final Losses PDU = assumed(0, 0.015, 0, "planning table: PDU 1.5 % of load");

    /** Copper of a busway at full load. */
    public static final Losses BUSWAY = assumed(0, 0, 0.005, "copper, 0.5 % at full load");

    /** Copper of a switchboard at full load. */
    public static final Losses SWITCHBOARD = assumed(0, 0, 0.002, "copper, 0.2 % at full load");

    private static Losses assumed(double noLoad, double linear, double square, String source) {
        return defaulted(noLoad, linear, square, Provenance.ASSUMED, source);
    }

    private static Losses defaulted(
            double noLoad, double linear, double square, Provenance provenance, String source) {
        return new Losses(
                Given.defaulted(noLoad, provenance, source),
                Given.defaulted(linear, provenance, source),
                Given.defaulted(square, provenance, source));
    }

    /** Watts of heat of a unit with this rating under this load. */
    public double watts(double loadWatts, double ratedWatts) {
        double x = loadWatts / ratedWatts;
        return ratedWatts * (noLoad.value() + linear.value() * x + square.value() * x * x);
    }
}
