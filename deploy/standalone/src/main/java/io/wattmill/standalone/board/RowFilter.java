// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import java.util.Locale;

/**
 * Which rows are shown.
 *
 * @param text rows of any table that contain it; empty for all
 * @param model rows of models whose name contains it; empty for all
 * @param tenant rows of tenants whose name contains it; empty for all
 */
public record RowFilter(String text, String model, String tenant) {

    /** Every row. */
    public static final RowFilter NONE = new RowFilter("", "", "");

    /** Rows that contain a text. */
    public static RowFilter of(String text) {
        return NONE.withText(text);
    }

    public RowFilter withText(String other) {
        return new RowFilter(other, model, tenant);
    }

    public RowFilter withModel(String other) {
        return new RowFilter(text, other, tenant);
    }

    public RowFilter withTenant(String other) {
        return new RowFilter(text, model, other);
    }

    boolean wants(String row) {
        return contains(row, text);
    }

    boolean wantsModel(String name) {
        return contains(name, model);
    }

    boolean wantsTenant(String name) {
        return contains(name, tenant);
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** In words; empty when every row is shown. */
    public String words() {
        return (word("/", text) + word("model ", model) + word("tenant ", tenant)).strip();
    }

    private static String word(String name, String value) {
        return value.isEmpty() ? "" : name + value + "  ";
    }
}
