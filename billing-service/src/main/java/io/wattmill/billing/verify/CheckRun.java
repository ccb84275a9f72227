// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.ChainVerifier;
import io.wattmill.billing.seal.ChainCheck;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Statement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The checks one after the other, on one connection. */
final class CheckRun {

    /** Breaches that are named; more are counted as "and more". */
    private static final int NAMED = 3;

    /** Pieces of a check that is asked piece by piece; each has at least {@link #BOOKINGS}. */
    private static final int PIECES = 200;

    private static final int BOOKINGS = 200;
    private static final String CHAIN = "B-I9 every sealed row is what it was";
    private static final int CHECKS = Check.ALL.size() + 1;

    /**
     * A check reads whole tables. Where the planner's figures are of a time when there was less in
     * them, it takes a nested loop for cheap, and 10,000 requests take 18 seconds; pieces are small
     * and go by indexes.
     */
    private static final Statement NESTED_LOOPS =
            new Statement("SELECT set_config('enable_nestloop', $1, true)");

    private static final Statement SPAN =
            new Statement(
                    "SELECT coalesce(min(booking_id), 0) AS low, coalesce(max(booking_id), -1) AS"
                            + " high FROM usage_event");
    private static final Statement BLOCKS = new Statement("SELECT count(*) AS n FROM ledger_block");

    private final SqlConnection connection;
    private final Consumer<Progress> progress;
    private int number;

    CheckRun(SqlConnection connection, Consumer<Progress> progress) {
        this.connection = connection;
        this.progress = progress;
    }

    /** The results in the order of the checks. */
    Future<List<CheckResult>> run() {
        return Sequence.map(Check.ALL, this::check)
                .compose(results -> chain().map(chain -> plus(results, chain)));
    }

    private static List<CheckResult> plus(List<CheckResult> results, CheckResult last) {
        List<CheckResult> all = new ArrayList<>(results);
        all.add(last);
        return List.copyOf(all);
    }

    private void tell(String name, long done, long of) {
        progress.accept(new Progress(number, CHECKS, name, done, of));
    }

    private Future<CheckResult> check(Check check) {
        number++;
        tell(check.name(), 0, 1);
        List<String> found = new ArrayList<>();
        return NESTED_LOOPS
                .run(connection, "off")
                .compose(_ -> breaches(check.broken(), found))
                .compose(_ -> NESTED_LOOPS.run(connection, "on"))
                .compose(_ -> pieces(check, found))
                .compose(_ -> connection.query(check.counted()).execute())
                .map(rows -> rows.iterator().next().getLong("n"))
                .map(n -> result(check.name(), found, n + " " + check.noun() + " hold"));
    }

    private Future<Void> breaches(String broken, List<String> found, Object... parameters) {
        return new Statement(broken + " LIMIT " + (NAMED + 1))
                .rows(connection, parameters)
                .onSuccess(rows -> rows.forEach(row -> found.add(row.getString("what"))))
                .mapEmpty();
    }

    private Future<Void> pieces(Check check, List<String> found) {
        return check.ofBookings()
                .map(
                        broken ->
                                SPAN.row(connection)
                                        .compose(
                                                span ->
                                                        pieces(
                                                                check.name(),
                                                                broken,
                                                                span.getLong("low"),
                                                                span.getLong("high") + 1,
                                                                found)))
                .orElseGet(Future::succeededFuture);
    }

    private Future<Void> pieces(
            String name, String broken, long low, long end, List<String> found) {
        long size = Math.max(BOOKINGS, (end - low + PIECES - 1) / PIECES);
        List<Long> starts =
                LongStream.iterate(low, from -> from < end, from -> from + size).boxed().toList();
        return Sequence.each(
                starts,
                from ->
                        breaches(broken, found, from, from + size)
                                .onSuccess(
                                        _ ->
                                                tell(
                                                        name,
                                                        Math.min(from + size, end) - low,
                                                        end - low)));
    }

    private Future<CheckResult> chain() {
        number++;
        return BLOCKS.row(connection)
                .map(row -> row.getLong("n"))
                .compose(of -> ChainCheck.run(connection, done -> tell(CHAIN, done, of)))
                .map(CheckRun::result);
    }

    private static CheckResult result(ChainVerifier.Verdict verdict) {
        return result(CHAIN, verdict.named(), verdict.blocks() + " blocks hold");
    }

    private static CheckResult result(String name, List<String> broken, String whenWell) {
        if (broken.isEmpty()) {
            return new CheckResult(name, true, whenWell);
        }
        String named = broken.stream().limit(NAMED).collect(Collectors.joining("; "));
        return new CheckResult(name, false, broken.size() > NAMED ? named + "; and more" : named);
    }
}
