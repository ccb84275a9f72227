// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One statement that inserts any number of rows: an array per column, unnested by the server.
 * Measured 10 to 20 times the rate of single inserts; the driver has no COPY. The arrays are
 * unnested side by side in the select list: in the FROM clause PostgreSQL keeps each of them in a
 * store of its own first, which took 4 of 11 microseconds of a row with 54 columns.
 *
 * @param <T> what a row is made from
 */
public final class BulkInsert<T> {

    private record Column<T>(String name, PgType type, Function<T, @Nullable Object> value) {}

    private final String sql;
    private final List<Column<T>> columns;

    private BulkInsert(String table, List<Column<T>> columns, String suffix) {
        this.columns = List.copyOf(columns);
        this.sql =
                "INSERT INTO "
                        + table
                        + " ("
                        + names(columns)
                        + ") SELECT "
                        + arrays(columns)
                        + " "
                        + suffix;
    }

    /** Starts the table of columns. */
    public static <T> Builder<T> into(String table) {
        return new Builder<>(table);
    }

    /**
     * Inserts the rows in order; the rows that the statement returns, none when there is nothing to
     * insert.
     */
    public Future<List<Row>> insert(SqlClient client, List<T> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return client.preparedQuery(sql).execute(parameters(rows)).map(Rows::list);
    }

    private Tuple parameters(List<T> rows) {
        Tuple parameters = Tuple.tuple();
        for (Column<T> column : columns) {
            @Nullable Object[] values = column.type.array(rows.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = column.value.apply(rows.get(i));
            }
            parameters.addValue(values);
        }
        return parameters;
    }

    private static <T> String names(List<Column<T>> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private static <T> String arrays(List<Column<T>> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(
                        i -> "unnest($" + (i + 1) + "::" + columns.get(i).type().sqlName() + "[])")
                .collect(Collectors.joining(", "));
    }

    /** Collects columns. */
    public static final class Builder<T> {

        private final String table;
        private final List<Column<T>> columns = new ArrayList<>();

        private Builder(String table) {
            this.table = table;
        }

        /** Adds a column; {@code value} gives what the type's array holds, or null. */
        public Builder<T> column(String name, PgType type, Function<T, @Nullable Object> value) {
            columns.add(new Column<>(name, type, value));
            return this;
        }

        /** Finishes with what follows the values, for example {@code ON CONFLICT DO NOTHING}. */
        public BulkInsert<T> build(String suffix) {
            return new BulkInsert<>(table, columns, suffix);
        }
    }
}
