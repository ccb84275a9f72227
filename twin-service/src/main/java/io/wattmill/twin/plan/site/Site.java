// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.site;

import io.wattmill.twin.plan.given.Given;

import java.util.Optional;

/**
 * The site.
 *
 * @param name of the site
 * @param latitudeDeg north positive
 * @param weather what it is like outside
 * @param redundancy what the plan claims of power and cooling
 * @param availability share of the year in which the site is to serve, 0 to 1
 */
public record Site(
        String name,
        Given<Double> latitudeDeg,
        Weather weather,
        Given<Redundancy> redundancy,
        Optional<Double> availability) {
    /** Of a plan that does not say. */
    public static final Given<Double> LATITUDE = Given.assumed(45.0, "temperate latitude");

    /** Of a plan that does not say. */
    public static final Given<Redundancy> REDUNDANCY =
            Given.assumed(Redundancy.N_PLUS_1, "any one unit may fail");

    /** A site of which the plan gives the name alone. */
    public static Site named(String name) {
        return new Site(name, LATITUDE, Weather.Climate.ASSUMED, REDUNDANCY, Optional.empty());
    }

    /** The same site with other weather. */
    public Site with(Weather other) {
        return new Site(name, latitudeDeg, other, redundancy, availability);
    }

    /** What may be away without harm. */
    public enum Redundancy {
        /** Nothing. */
        N,
        /** Any one unit. */
        N_PLUS_1,
        /** Any one unit while another one is in maintenance. */
        N_PLUS_2,
        /** One of two complete sides. */
        TWO_N
    }
}
