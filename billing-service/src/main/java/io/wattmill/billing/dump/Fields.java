// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import io.wattmill.billing.chain.Line;
import io.wattmill.billing.chain.SealedBlock;

import java.util.Optional;

/** The columns of a line, by their place. */
record Fields(Line line) {

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

    /** The block that this line is. */
    SealedBlock block() {
        try {
            return SealedBlock.parse(line);
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private MalformedDump malformed(String why) {
        return new MalformedDump("a line of " + table() + ": " + why);
    }
}
