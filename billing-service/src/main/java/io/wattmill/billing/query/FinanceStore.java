// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.statement.Dimension;
import io.wattmill.billing.statement.FinancePlace;
import io.wattmill.billing.statement.FinanceQuery;
import io.wattmill.billing.statement.FinanceSums;
import io.wattmill.billing.statement.Page;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sums of money, joules and outcomes: roll-ups by the hour, with what they do not hold yet. */
public final class FinanceStore {

    /**
     * How a row is shown.
     *
     * @param <T> what it becomes
     */
    @FunctionalInterface
    public interface Shown<T> {
        T of(FinanceQuery query, FinancePlace place, FinanceSums sums);
    }

    private final Pool pool;

    public FinanceStore(Pool pool) {
        this.pool = pool;
    }

    /** A page in the order of time, bearer, currency and dimensions. */
    public <T> Future<Page<T>> page(FinanceQuery query, Shown<T> shown) {
        FinanceSql sql = FinanceSql.of(query);
        return pool.preparedQuery(sql.text())
                .execute(Tuple.wrap(sql.parameters()))
                .map(Rows::list)
                .map(rows -> page(query, rows, shown));
    }

    private static <T> Page<T> page(FinanceQuery query, List<Row> rows, Shown<T> shown) {
        List<Row> kept = rows.stream().limit(query.limit()).toList();
        Optional<String> next =
                rows.size() > query.limit()
                        ? Optional.of(place(kept.getLast()).cursor())
                        : Optional.empty();
        return Page.of(
                kept.stream().map(row -> shown.of(query, place(row), sums(row))).toList(), next);
    }

    private static FinancePlace place(Row row) {
        return new FinancePlace(
                Rows.us(row, "start_at"),
                row.getShort("bearer"),
                row.getString("currency"),
                Arrays.stream(Dimension.values())
                        .map(each -> row.getString(FinanceSql.DIMENSION + each.ordinal()))
                        .toList());
    }

    private static FinanceSums sums(Row row) {
        return new FinanceSums(
                new FinanceSums.Requests(
                        row.getLong("requests"),
                        row.getLong("completed"),
                        row.getLong("unpriced"),
                        row.getLong("measured"),
                        row.getLong("predicted_uj")),
                new FinanceSums.Tokens(
                        row.getLong("input_uncached"),
                        row.getLong("cache_read"),
                        row.getLong("cache_write"),
                        row.getLong("output"),
                        row.getLong("reasoning"),
                        row.getLong("waste_tokens")),
                new FinanceSums.Money(
                        row.getLong("charged_nano"),
                        row.getLong("adjusted_nano"),
                        row.getLong("gpu_nano"),
                        row.getLong("electricity_nano"),
                        row.getLong("provider_nano")),
                joules(row),
                new FinanceSums.Outcomes(
                        row.getLong("reported"),
                        row.getLong("succeeded"),
                        row.getLong("value_nano")));
    }

    private static FinanceSums.Joules joules(Row row) {
        return new FinanceSums.Joules(
                row.getLong("prefill_uj"),
                row.getLong("decode_uj"),
                row.getLong("idle_uj"),
                row.getLong("empty_uj"),
                row.getLong("unattributed_uj"),
                row.getLong("host_uj"),
                row.getLong("facility_uj"),
                row.getLong("quality_uj"),
                row.getLong("carbon_ug"));
    }
}
