// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.sql.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs every check in one read-only snapshot, so that what is being booked meanwhile breaks nothing. */
public final class BooksCheck {

    /** Breaches that are named; more are counted as "and more". */
    private static final int NAMED = 3;
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private final Pool pool;

    public BooksCheck(Pool pool) {
        this.pool = pool;
    }

    /** The checks in the order of their numbers. */
    public Future<List<CheckResult>> run() {
        List<CheckResult> results = new ArrayList<>();
        return pool.withTransaction(connection -> {
                    Future<Void> chain = connection.query(SNAPSHOT).execute().mapEmpty();
                    for (Check check : Check.ALL) {
                        chain = chain.compose(_ -> run(connection, check)).map(result -> {
                            results.add(result);
                            return null;
                        });
                    }
                    return chain;
                })
                .map(_ -> List.copyOf(results));
    }

    private static Future<CheckResult> run(SqlConnection connection, Check check) {
        String breaches = check.broken() + " LIMIT " + (NAMED + 1);
        return connection.query(breaches).execute().compose(broken -> connection
                .query(check.counted())
                .execute()
                .map(counted -> result(
                        check,
                        Rows.list(broken).stream().map(row -> row.getString("what")).toList(),
                        counted.iterator().next().getLong("n"))));
    }

    private static CheckResult result(Check check, List<String> broken, long counted) {
        if (broken.isEmpty()) {
            return new CheckResult(check.name(), true, counted + " " + check.noun() + " hold");
        }
        String named = broken.stream().limit(NAMED).collect(Collectors.joining("; "));
        return new CheckResult(check.name(), false, broken.size() > NAMED ? named + "; and more" : named);
    }
}
