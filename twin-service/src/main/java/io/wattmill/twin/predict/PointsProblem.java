// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

/** A file of serving points that cannot be read: where, why, and what to do. */
public final class PointsProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param line from 1
     * @param column from 1; 0 for the whole line
     */
    public PointsProblem(int line, int column, String what) {
        super(
                column == 0
                        ? "line " + line + ": " + what
                        : "line " + line + ", column " + column + ": " + what);
    }
}
