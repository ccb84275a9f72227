// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.given;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/**
 * A value of a plan, with how it is known: stated by the plan ({@link Provenance#CLAIMED}, the
 * planner's word), or a default that the plan did not replace ({@link Provenance#ASSUMED}, or
 * better where the default itself has a source that measured it). Its unit stands in the name of
 * whatever holds it.
 *
 * @param value what is planned with
 * @param stated whether the plan says so itself
 * @param provenance how it is known
 * @param source where from, in a few words
 */
public record Given<T>(T value, boolean stated, Provenance provenance, String source) {
    private static final String PLAN = "plan";

    /** What the plan says. */
    public static <T> Given<T> stated(T value) {
        return new Given<>(value, true, Provenance.CLAIMED, PLAN);
    }

    /** A default that nobody vouches for. */
    public static <T> Given<T> assumed(T value, String source) {
        return defaulted(value, Provenance.ASSUMED, source);
    }

    /** A default that a source vouches for. */
    public static <T> Given<T> defaulted(T value, Provenance provenance, String source) {
        return new Given<>(value, false, provenance, source);
    }

    /** What the plan says, or else this default. */
    public static <T> Given<T> of(Optional<T> stated, Given<T> otherwise) {
        return stated.map(Given::stated).orElse(otherwise);
    }

    /** A number as a figure without an interval. */
    public static Figure figure(Given<? extends Number> given) {
        return Figure.exact(given.value().doubleValue(), given.provenance(), given.source());
    }
}
