// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One prepared statement: its text, and its results as rows. Parameters are positional; arrays are
 * arrays.
 */
public record Statement(String text) {

    /** Every row. */
    public Future<List<Row>> rows(SqlClient client, @Nullable Object... parameters) {
        return client.preparedQuery(text).execute(tuple(parameters)).map(Rows::list);
    }

    /**
     * Hands on every row, {@code page} of them at a time, so that any number of them takes the room
     * of a page. Wants a transaction.
     */
    public Future<Void> each(
            SqlConnection connection,
            int page,
            Consumer<Row> consumer,
            @Nullable Object... parameters) {
        return connection
                .prepare(text)
                .compose(
                        prepared ->
                                pages(prepared.cursor(tuple(parameters)), page, consumer)
                                        .eventually(prepared::close));
    }

    private static Future<Void> pages(Cursor cursor, int page, Consumer<Row> consumer) {
        return next(cursor, page, consumer).eventually(cursor::close);
    }

    private static Future<Void> next(Cursor cursor, int page, Consumer<Row> consumer) {
        return cursor.read(page)
                .compose(
                        rows -> {
                            rows.forEach(consumer);
                            return cursor.hasMore()
                                    ? next(cursor, page, consumer)
                                    : Future.succeededFuture();
                        });
    }

    private static Tuple tuple(@Nullable Object... parameters) {
        return Tuple.wrap(Arrays.asList(parameters));
    }

    /** The row of a statement that always has one. */
    public Future<Row> row(SqlClient client, @Nullable Object... parameters) {
        return rows(client, parameters).map(List::getFirst);
    }

    /** Runs it for its effect. */
    public Future<Void> run(SqlClient client, @Nullable Object... parameters) {
        return rows(client, parameters).mapEmpty();
    }
}
