// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.statement.AccountFilter;
import io.wattmill.billing.statement.AccountLine;
import io.wattmill.billing.statement.AccountPlace;
import io.wattmill.billing.statement.AccountQuery;
import io.wattmill.billing.statement.Page;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Lists accounts with their balances; shards of one account are one line. */
public final class AccountStore {

    private static final Statement PAGE =
            new Statement(
                    """
                    SELECT ledger, code, owner, unit, min(opened_at) AS opened_at,
                           sum(debits_posted) AS debits_posted, sum(credits_posted) AS credits_posted,
                           sum(debits_pending) AS debits_pending, sum(credits_pending) AS credits_pending
                      FROM account
                     WHERE (ledger, code, owner, unit) > ($1, $2, $3, $4)
                       AND ($5 OR code = ANY($6)) AND ($7::text IS NULL OR owner = $7)
                     GROUP BY ledger, code, owner, unit ORDER BY ledger, code, owner, unit LIMIT $8\
                    """);

    private final Pool pool;

    public AccountStore(Pool pool) {
        this.pool = pool;
    }

    /** A page in the order of ledger, code, owner and unit. */
    public Future<Page<AccountLine>> page(AccountQuery query) {
        AccountFilter wanted = query.accounts();
        AccountPlace after = query.after();
        return wanted.matchesNothing()
                ? Future.succeededFuture(Page.of(List.of(), Optional.empty()))
                : PAGE.rows(
                                pool,
                                (short) after.ledger(),
                                (short) after.code(),
                                after.owner(),
                                after.unit(),
                                wanted.takesEveryCode(),
                                codes(wanted),
                                wanted.onlyOwner().orElse(null),
                                query.limit() + 1)
                        .map(rows -> page(rows, query.limit()));
    }

    static Short[] codes(AccountFilter wanted) {
        return wanted.codes().stream().map(Integer::shortValue).toArray(Short[]::new);
    }

    private static Page<AccountLine> page(List<Row> rows, int limit) {
        List<Row> shown = rows.stream().limit(limit).toList();
        Optional<String> next =
                rows.size() > limit
                        ? Optional.of(place(shown.getLast()).cursor())
                        : Optional.empty();
        return Page.of(shown.stream().map(AccountStore::line).toList(), next);
    }

    /** The account of a row. */
    static AccountPlace place(Row row) {
        return new AccountPlace(
                row.getShort("ledger"),
                row.getShort("code"),
                row.getString("owner"),
                row.getString("unit"));
    }

    private static AccountLine line(Row row) {
        return AccountLine.of(
                place(row),
                new AccountLine.Sums(
                        whole(row, "debits_posted"),
                        whole(row, "credits_posted"),
                        whole(row, "debits_pending"),
                        whole(row, "credits_pending")),
                Rows.us(row, "opened_at"));
    }

    private static BigInteger whole(Row row, String column) {
        BigDecimal sum = row.getBigDecimal(column);
        return sum.toBigIntegerExact();
    }
}
