// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.Locale;

/**
 * What a device's power and energy are figures of.
 *
 * @param scope which hardware they cover
 * @param averaging over what time power is taken
 */
public record PowerBasis(Scope scope, Averaging averaging) {

    /** The source does not say. */
    public static final PowerBasis UNSAID = new PowerBasis(Scope.UNSAID, Averaging.UNSAID);

    /** Which hardware is covered. */
    public enum Scope {
        /** The accelerator's board. */
        BOARD,
        /** A module that holds more than the accelerator, for example a CPU and its memory. */
        MODULE,
        /** The source does not say. */
        UNSAID
    }

    /** Over what time power is taken. */
    public enum Averaging {
        /** Now. */
        INSTANT,
        /** The mean of about a second. */
        ONE_SECOND,
        /** The source does not say. */
        UNSAID
    }

    /** For a person, for example {@code instant, board}; empty when nothing is said. */
    public String text() {
        return equals(UNSAID) ? "" : word(averaging) + ", " + word(scope);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
