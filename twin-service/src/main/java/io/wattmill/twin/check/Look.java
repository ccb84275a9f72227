// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

/**
 * How a report looks on a terminal.
 *
 * @param color whether the marks are coloured; a caller asks NO_COLOR and its terminal
 * @param columns widest line, in characters; at least 60 are taken
 * @param all whether what passes is listed, and not only counted
 */
public record Look(boolean color, int columns, boolean all) {
    /** Widest line where nobody says how wide the terminal is, in characters. */
    public static final int COLUMNS = 100;

    private static final int NARROWEST = 60;

    /** Black and white, everything that needs a look, 100 columns. */
    public static final Look PLAIN = new Look(false, COLUMNS, false);

    /** Widens what is too narrow to be read. */
    public Look {
        columns = Math.max(NARROWEST, columns);
    }

    /** The same, coloured. */
    public Look colored() {
        return new Look(true, columns, all);
    }

    /** The same, with all that passes. */
    public Look withAll() {
        return new Look(color, columns, true);
    }
}
