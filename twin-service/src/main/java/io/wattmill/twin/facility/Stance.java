// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility;

import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/**
 * Where in their intervals a computation takes its inputs: at their values, but for those of at
 * most one knob, which are all at the same end.
 *
 * @param moved the knob that is not at its value; empty = every input is
 * @param high which end
 */
public record Stance(Optional<Knob> moved, boolean high) {
    /** Every input at its value. */
    public static final Stance BEST = new Stance(Optional.empty(), false);

    /** That knob's inputs at their low ends. */
    public static Stance low(Knob knob) {
        return new Stance(Optional.of(knob), false);
    }

    /** That knob's inputs at their high ends. */
    public static Stance high(Knob knob) {
        return new Stance(Optional.of(knob), true);
    }

    /** The number that this stance takes for an input of that knob. */
    public double of(Knob knob, Figure input) {
        if (moved.isEmpty() || moved.get() != knob) {
            return input.value();
        }
        return high ? input.high() : input.low();
    }
}
