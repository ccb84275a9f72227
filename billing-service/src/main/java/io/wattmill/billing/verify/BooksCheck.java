// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Transactions;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs every check in one read-only snapshot, so that what is being booked meanwhile breaks
 * nothing.
 */
public final class BooksCheck {

    /** Breaches that are named; more are counted as "and more". */
    private static final int NAMED = 3;

    private static final String SNAPSHOT =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private final Pool pool;

    public BooksCheck(Pool pool) {
        this.pool = pool;
    }

    /** The checks in the order of their numbers. */
    public Future<List<CheckResult>> run() {
        return Transactions.run(
                pool,
                connection ->
                        connection.query(SNAPSHOT).execute().compose(_ -> runAll(connection)));
    }

    private static Future<List<CheckResult>> runAll(SqlConnection connection) {
        return Sequence.map(Check.ALL, check -> run(connection, check));
    }

    private static Future<CheckResult> run(SqlConnection connection, Check check) {
        return breaches(connection, check)
                .compose(broken -> counted(connection, check).map(n -> result(check, broken, n)));
    }

    private static Future<List<String>> breaches(SqlConnection connection, Check check) {
        return connection
                .query(check.broken() + " LIMIT " + (NAMED + 1))
                .execute()
                .map(rows -> Rows.list(rows).stream().map(row -> row.getString("what")).toList());
    }

    private static Future<Long> counted(SqlConnection connection, Check check) {
        return connection
                .query(check.counted())
                .execute()
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    private static CheckResult result(Check check, List<String> broken, long counted) {
        if (broken.isEmpty()) {
            return new CheckResult(check.name(), true, counted + " " + check.noun() + " hold");
        }
        String named = broken.stream().limit(NAMED).collect(Collectors.joining("; "));
        return new CheckResult(
                check.name(), false, broken.size() > NAMED ? named + "; and more" : named);
    }
}
