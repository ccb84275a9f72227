// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

import java.util.Objects;
import java.util.function.Function;

/** Work that is committed as a whole. */
public final class Transactions {

    private Transactions() {}

    /** Runs {@code work} on one connection; commits when it succeeds, rolls back when it fails. */
    public static <T> Future<T> run(Pool pool, Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work).map(Objects::requireNonNull);
    }
}
