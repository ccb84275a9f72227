// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import io.wattmill.billing.chain.Line;

import java.util.Optional;

/** The columns of a line, by their place. */
record Fields(Line line) {

    /** The names of the lines that are no rows of a table. */
    static final String HEADER = "dump";

    static final String KEY = "key";
    static final String BLOCK = "block";
    static final String OPEN = "open";
    static final String END = "end";

    static Fields parse(String text) {
        return new Fields(Line.parse(text));
    }

    String table() {
        return line.table();
    }

    /**
     * A column that must have a value.
     *
     * @throws MalformedDump when it has none
     */
    String text(int column) {
        return maybe(column).orElseThrow(() -> malformed("no value in column " + column));
    }

    Optional<String> maybe(int column) {
        if (column >= line.values().size()) {
            throw malformed("no column " + column);
        }
        return line.values().get(column);
    }

    long number(int column) {
        try {
            return Long.parseLong(text(column));
        } catch (NumberFormatException e) {
            throw malformed("'" + text(column) + "' is no number");
        }
    }

    private MalformedDump malformed(String why) {
        return new MalformedDump("a line of " + table() + ": " + why);
    }
}
