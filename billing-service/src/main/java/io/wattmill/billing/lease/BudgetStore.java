// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.BudgetAccounts;
import io.wattmill.billing.budget.Frame;
import io.wattmill.billing.budget.Scope;
import io.wattmill.billing.budget.Standing;
import io.wattmill.billing.budget.Unit;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import java.util.List;
import java.util.Optional;

/** Budgets as administrators set them, and how they stand. */
public final class BudgetStore {

    private static final Statement LIST =
            new Statement("SELECT * FROM budget WHERE id > $1 ORDER BY id LIMIT $2");
    private static final Statement NAMED = new Statement("SELECT * FROM budget WHERE id = ANY($1)");

    /** One snapshot: a page, and the revision it is of; without budgets a row of the revision. */
    private static final Statement PAGE =
            new Statement(
                    """
                    SELECT r.revision, b.* FROM budget_revision r
                      LEFT JOIN LATERAL (SELECT * FROM budget WHERE id > $1 ORDER BY id LIMIT $2) b ON true\
                    """);

    private static final Statement TURN =
            new Statement("SELECT pg_advisory_xact_lock(hashtextextended('budgets', 4))");
    private static final Statement COUNT =
            new Statement(
                    """
                    SELECT count(*) AS n, count(*) FILTER (WHERE scope = $2 AND scope_id = $3) AS of_owner
                      FROM budget WHERE id <> $1\
                    """);
    private static final Statement PUT =
            new Statement(
                    """
                    INSERT INTO budget (id, scope, scope_id, unit, amount, frame, frame_us, hard, set_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    ON CONFLICT (id) DO UPDATE SET
                        scope = excluded.scope, scope_id = excluded.scope_id, unit = excluded.unit,
                        amount = excluded.amount, frame = excluded.frame, frame_us = excluded.frame_us,
                        hard = excluded.hard, set_at = excluded.set_at\
                    """);
    private static final Statement DELETE =
            new Statement("DELETE FROM budget WHERE id = $1 RETURNING id");
    private static final Statement LOCK =
            new Statement("SELECT * FROM budget WHERE id = ANY($1) ORDER BY id FOR UPDATE");

    private static final Standing NOTHING = new Standing(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final Pool pool;
    private final int maxBudgets;
    private final int maxPerOwner;

    /** The budgets of this database. */
    public BudgetStore(Pool pool, LeaseConfig config) {
        this.pool = pool;
        this.maxBudgets = config.maxBudgets();
        this.maxPerOwner = config.maxPerOwner();
    }

    /** A budget and how it stands; limits stand at nothing. */
    public record Listed(Budget budget, Frame.Span span, Standing standing) {}

    /** Budgets in the order of their ids, those after {@code after}. */
    public Future<List<Listed>> list(String after, int limit, long nowUs) {
        return LIST.rows(pool, after, limit)
                .map(rows -> rows.stream().map(BudgetStore::read).toList())
                .compose(budgets -> Sequence.map(budgets, budget -> listed(budget, nowUs)));
    }

    private Future<Listed> listed(Budget budget, long nowUs) {
        Frame.Span span = budget.frame().at(nowUs);
        return switch (budget.unit()) {
            case Unit.Spendable unit -> {
                BudgetAccounts accounts = BudgetAccounts.of(unit, budget.id(), span);
                yield BudgetStanding.read(pool, accounts, span, "", nowUs)
                        .map(standing -> new Listed(budget, span, standing));
            }
            case Unit.Limit _ -> Future.succeededFuture(new Listed(budget, span, NOTHING));
        };
    }

    /** Budgets of one revision of the list. */
    public record Page(long revision, List<Budget> budgets) {}

    /** Budgets in the order of their ids, those after {@code after}. */
    Future<Page> page(String after, int limit) {
        return PAGE.rows(pool, after, limit)
                .map(
                        rows ->
                                new Page(
                                        rows.getFirst().getLong("revision"),
                                        rows.stream()
                                                .filter(row -> row.getString("id") != null)
                                                .map(BudgetStore::read)
                                                .toList()));
    }

    /** The budgets of these ids, as they are now. */
    static Future<List<Budget>> named(SqlClient client, List<String> ids) {
        return NAMED.rows(client, (Object) ids.toArray(String[]::new))
                .map(rows -> rows.stream().map(BudgetStore::read).toList());
    }

    /** Sets a budget; false when there are too many already, in all or of its owner. */
    public Future<Boolean> put(Budget budget, long nowUs) {
        return Transactions.run(
                pool,
                connection ->
                        TURN.run(connection)
                                .compose(
                                        _ ->
                                                COUNT.row(
                                                        connection,
                                                        budget.id(),
                                                        (short) budget.scope().id(),
                                                        budget.scopeId()))
                                .compose(
                                        row ->
                                                row.getLong("n") < maxBudgets
                                                                && row.getLong("of_owner")
                                                                        < maxPerOwner
                                                        ? insert(connection, budget, nowUs)
                                                        : Future.succeededFuture(false)));
    }

    private static Future<Boolean> insert(SqlConnection connection, Budget budget, long nowUs) {
        return PUT.run(
                        connection,
                        budget.id(),
                        (short) budget.scope().id(),
                        budget.scopeId(),
                        budget.unit().stored(),
                        budget.amount(),
                        frame(budget.frame()),
                        budget.frame() instanceof Frame.Rolling(long us) ? us : 0L,
                        budget.hard(),
                        Instants.at(nowUs))
                .map(true);
    }

    /** Removes a budget; false when there is none. Leases in hand run out. */
    public Future<Boolean> remove(String id) {
        return DELETE.rows(pool, id).map(rows -> !rows.isEmpty());
    }

    /** The budgets of these ids, kept from changing until the transaction ends. */
    static Future<List<Budget>> lock(SqlConnection connection, List<String> ids) {
        return LOCK.rows(connection, (Object) ids.toArray(String[]::new))
                .map(rows -> rows.stream().map(BudgetStore::read).toList());
    }

    private static Short frame(Frame frame) {
        return switch (frame) {
            case Frame.None() -> 0;
            case Frame.Day() -> 1;
            case Frame.Month() -> 2;
            case Frame.Rolling _ -> 3;
        };
    }

    private static Budget read(Row row) {
        return new Budget(
                row.getString("id"),
                Scope.numbered(row.getShort("scope")),
                row.getString("scope_id"),
                Unit.stored(row.getString("unit")).orElseThrow(),
                row.getLong("amount"),
                frame(row.getShort("frame"), row.getLong("frame_us")),
                row.getBoolean("hard"));
    }

    private static Frame frame(short number, long us) {
        return switch (number) {
            case 1 -> new Frame.Day();
            case 2 -> new Frame.Month();
            case 3 -> new Frame.Rolling(us);
            default -> new Frame.None();
        };
    }

    /** The budget of an id among some. */
    static Optional<Budget> named(List<Budget> budgets, String id) {
        return budgets.stream().filter(budget -> budget.id().equals(id)).findFirst();
    }
}
