// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.seal.ChainCheck;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.kit.time.Clock;

import java.util.ArrayList;
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

    /** Deadlines are held against billing's clock, not the database's. */
    private static final Statement NOW =
            new Statement("SELECT set_config('wattmill.now_us', $1, true)");

    private final Pool pool;
    private final Clock clock;

    public BooksCheck(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** The checks in the order of their numbers. */
    public Future<List<CheckResult>> run() {
        return Transactions.run(
                pool,
                connection ->
                        connection
                                .query(SNAPSHOT)
                                .execute()
                                .compose(_ -> NOW.run(connection, Long.toString(clock.nowUs())))
                                .compose(_ -> runAll(connection)));
    }

    private static Future<List<CheckResult>> runAll(SqlConnection connection) {
        return Sequence.map(Check.ALL, check -> run(connection, check))
                .compose(results -> chain(connection).map(chain -> plus(results, chain)));
    }

    private static List<CheckResult> plus(List<CheckResult> results, CheckResult last) {
        List<CheckResult> all = new ArrayList<>(results);
        all.add(last);
        return List.copyOf(all);
    }

    private static Future<CheckResult> chain(SqlConnection connection) {
        return ChainCheck.run(connection)
                .map(
                        found ->
                                result(
                                        "B-I9 every sealed row is what it was",
                                        found.breaches(),
                                        found.blocks() + " blocks hold"));
    }

    private static Future<CheckResult> run(SqlConnection connection, Check check) {
        return breaches(connection, check)
                .compose(
                        broken ->
                                counted(connection, check)
                                        .map(n -> n + " " + check.noun() + " hold")
                                        .map(well -> result(check.name(), broken, well)));
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

    private static CheckResult result(String name, List<String> broken, String whenWell) {
        if (broken.isEmpty()) {
            return new CheckResult(name, true, whenWell);
        }
        String named = broken.stream().limit(NAMED).collect(Collectors.joining("; "));
        return new CheckResult(name, false, broken.size() > NAMED ? named + "; and more" : named);
    }
}
