// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.given.Given;

/** How far a plan's values may be off, by how they are known: the house's judgement. */
final class Sure {

    private Sure() {}

    /** The value with the interval that its provenance gives it. */
    static Figure figure(Given<? extends Number> given) {
        return Figure.within(
                given.value().doubleValue(),
                error(given.provenance()),
                given.provenance(),
                given.source());
    }

    /** A value that nobody stands for. */
    static Figure assumed(double value, String source) {
        return Figure.within(value, error(Provenance.ASSUMED), Provenance.ASSUMED, source);
    }

    private static double error(Provenance provenance) {
        return switch (provenance) {
            case MEASURED -> 0.03;
            case FITTED -> 0.05;
            case DERIVED -> 0.10;
            case CLAIMED -> 0.10;
            case ASSUMED -> 0.30;
        };
    }
}
