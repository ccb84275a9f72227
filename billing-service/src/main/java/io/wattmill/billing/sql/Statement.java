// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * One prepared statement: its text, and its results as rows. Parameters are positional; arrays are
 * arrays.
 */
public record Statement(String text) {

    /** Every row. */
    public Future<List<Row>> rows(SqlClient client, @Nullable Object... parameters) {
        return client.preparedQuery(text)
                .execute(Tuple.wrap(Arrays.asList(parameters)))
                .map(Rows::list);
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
