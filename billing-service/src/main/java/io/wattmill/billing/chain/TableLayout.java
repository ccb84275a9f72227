// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.util.List;

/** A table as lines of text: its name, and what stands in which column. */
public record TableLayout(String name, List<String> columns) {

    public TableLayout {
        columns = List.copyOf(columns);
    }

    /** A table with its columns, separated by blanks. */
    static TableLayout of(String name, String columns) {
        return new TableLayout(name, List.of(columns.split(" ")));
    }

    /**
     * Where a column stands in a line, from 0.
     *
     * @throws IllegalArgumentException when the table has no such column
     */
    public int at(String column) {
        int at = columns.indexOf(column);
        if (at < 0) {
            throw new IllegalArgumentException(name + " has no column " + column);
        }
        return at;
    }

    /** Whether a line of text is a row of this table. */
    boolean owns(String text) {
        return text.startsWith(name + "\t");
    }
}
