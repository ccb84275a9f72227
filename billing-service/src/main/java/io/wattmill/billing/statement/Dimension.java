// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What margin and energy can be grouped by, and restricted to. */
public enum Dimension {
    PROJECT("project_id"),
    MODEL("model"),
    TIER("tier"),
    AGENT("agent"),
    KEY("key_id"),
    /** Of the joules; of counts and charges the node that answered. */
    NODE("node_id");

    private final String column;

    Dimension(String column) {
        this.column = column;
    }

    /** The column of {@code finance_now}. */
    public String column() {
        return column;
    }

    /** The name in a question and in an answer. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dimension with this name. */
    public static Optional<Dimension> of(String wire) {
        return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }

    /** Every name. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Dimension::wire).toList();
    }
}
