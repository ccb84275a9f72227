// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

/**
 * A row of the table.
 *
 * @param xid NVIDIA's number
 * @param when a word that the driver's text must contain for the row to hold, empty for any text
 * @param meaning in a few words
 * @param response what it asks for
 * @param remedy what helps, for a person
 * @param source where the row comes from
 */
public record XidRule(
        long xid, String when, String meaning, Response response, String remedy, String source) {

    private static final int COLUMNS = 6;

    /**
     * Reads a line of the table: the columns in the order of this record, between semicolons.
     *
     * @throws IllegalArgumentException when it is no row
     */
    static XidRule parse(String line) {
        String[] cells = line.split(";", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
        }
        return new XidRule(
                Long.parseLong(cells[0]),
                cells[1],
                cells[2],
                Response.of(cells[3]),
                cells[4],
                cells[5]);
    }

    /** Whether it holds for a fault that the driver described like this. */
    boolean covers(String detail) {
        return when.isEmpty() || detail.contains(when);
    }
}
