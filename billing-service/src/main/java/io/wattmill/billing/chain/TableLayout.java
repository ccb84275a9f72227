// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.util.Arrays;
import java.util.List;

/** A table as lines of text: its name, and what stands in which column. */
public record TableLayout(String name, List<Column> columns) {

    /** How a column's value becomes text. */
    public enum Text {
        /** As the database writes it. */
        PLAIN,
        /** An instant, as epoch microseconds. */
        INSTANT,
        /** Bytes, in hexadecimal. */
        BYTES
    }

    /** A column and its text. */
    public record Column(String name, Text text) {

        private static Column of(String marked) {
            String name = marked.substring(0, marked.length() - 1);
            return switch (marked.charAt(marked.length() - 1)) {
                case '@' -> new Column(name, Text.INSTANT);
                case '#' -> new Column(name, Text.BYTES);
                default -> new Column(marked, Text.PLAIN);
            };
        }
    }

    public TableLayout {
        columns = List.copyOf(columns);
    }

    /**
     * A table with its columns, separated by blanks: an instant is marked with {@code @} and bytes
     * with {@code #}, because what the database writes for them depends on the session.
     */
    static TableLayout of(String name, String columns) {
        return new TableLayout(
                name, Arrays.stream(columns.split(" ")).map(Column::of).toList());
    }

    /**
     * Where a column stands in a line, from 0.
     *
     * @throws IllegalArgumentException when the table has no such column
     */
    public int at(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + " has no column " + column);
    }

    /** Whether a line of text is a row of this table. */
    boolean owns(String text) {
        return text.startsWith(name + "\t");
    }
}
