// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.wattmill.billing.report.ReportKind;
import io.wattmill.billing.report.ReportPage;
import io.wattmill.billing.report.ReportPage.Group;
import io.wattmill.billing.report.ReportPage.Result;
import io.wattmill.billing.report.ReportPage.Sums;
import io.wattmill.billing.report.ReportQuery;
import io.wattmill.billing.sql.Rows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sums of usage by bucket and group, from the roll-up and what it does not hold yet: never behind
 * the ledger.
 */
public final class ReportStore {

    /** More rows than the page may have. */
    public static final class TooManyRows extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String advice;

        TooManyRows(int limit) {
            super("more than " + limit + " rows", null, false, false);
            this.advice =
                    "The answer has more than "
                            + limit
                            + " rows: ask for fewer buckets, or group by less.";
        }

        /** For the caller: what to ask instead. */
        public String advice() {
            return advice;
        }
    }

    private final Pool pool;
    private final int maxRows;

    /**
     * @param maxRows most rows of a page
     */
    public ReportStore(Pool pool, int maxRows) {
        this.pool = pool;
        this.maxRows = maxRows;
    }

    /** Answers a question; fails with {@link TooManyRows} when the answer is too large. */
    public Future<ReportPage> page(ReportQuery query) {
        if (query.spans().isEmpty() || !query.kind().served()) {
            return Future.succeededFuture(ReportPage.of(query, Map.of()));
        }
        ReportSql sql = ReportSql.of(query, maxRows + 1);
        return pool.preparedQuery(sql.text())
                .execute(Tuple.wrap(sql.parameters()))
                .map(Rows::list)
                .compose(
                        rows ->
                                rows.size() > maxRows
                                        ? Future.failedFuture(new TooManyRows(maxRows))
                                        : Future.succeededFuture(
                                                ReportPage.of(query, results(query, rows))));
    }

    private static Map<Integer, List<Result>> results(ReportQuery query, List<Row> rows) {
        return rows.stream()
                .collect(
                        Collectors.groupingBy(
                                row -> query.bucketAt(bucketStartS(row)),
                                Collectors.mapping(
                                        row -> result(query, row), Collectors.toList())));
    }

    private static long bucketStartS(Row row) {
        return row.getOffsetDateTime("bucket").toEpochSecond();
    }

    private static Result result(ReportQuery query, Row row) {
        Group group =
                new Group(
                        row.getString("project_id"),
                        row.getString("user_id"),
                        row.getString("api_key_id"),
                        row.getString("model"),
                        row.getBoolean("batch"),
                        row.getString("service_tier"),
                        row.getString("api_source"),
                        row.getString("line_item"));
        return query.kind() == ReportKind.COSTS
                ? ReportPage.cost(group, sums(row))
                : ReportPage.usage(group, sums(row));
    }

    private static Sums sums(Row row) {
        return new Sums(
                row.getLong("requests"),
                row.getLong("input_uncached"),
                row.getLong("cache_read"),
                row.getLong("cache_write"),
                row.getLong("output"),
                row.getLong("nano"),
                Optional.ofNullable(row.getString("currency")).orElse(""));
    }
}
