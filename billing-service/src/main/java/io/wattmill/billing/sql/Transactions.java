// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

import java.util.Objects;
import java.util.function.Function;

/** Work that is committed as a whole. */
public final class Transactions {

    private static final String SNAPSHOT =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private Transactions() {}

    /** Runs {@code work} on one connection; commits when it succeeds, rolls back when it fails. */
    public static <T> Future<T> run(Pool pool, Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work).map(Objects::requireNonNull);
    }

    /**
     * Runs {@code work} on one connection that reads what there is at its first statement, and
     * writes nothing: what others commit meanwhile is not seen.
     */
    public static <T> Future<T> snapshot(Pool pool, Function<SqlConnection, Future<T>> work) {
        return run(
                pool,
                connection ->
                        connection.query(SNAPSHOT).execute().compose(_ -> work.apply(connection)));
    }
}
