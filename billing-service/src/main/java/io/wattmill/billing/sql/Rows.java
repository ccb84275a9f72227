// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Results as lists. */
public final class Rows {

    private Rows() {}

    /** All rows. */
    public static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }

    /** The first row. */
    public static Optional<Row> first(RowSet<Row> rows) {
        return list(rows).stream().findFirst();
    }

    /** An instant as epoch microseconds. */
    public static long us(Row row, String column) {
        return Instants.us(row.getOffsetDateTime(column));
    }

    /** An instant that may be absent. */
    public static OptionalLong maybeUs(Row row, String column) {
        return row.getOffsetDateTime(column) == null
                ? OptionalLong.empty()
                : OptionalLong.of(us(row, column));
    }

    /** A number that may be absent. */
    public static OptionalLong maybeLong(Row row, String column) {
        Long value = row.getLong(column);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
