// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.budget.BudgetAccounts;
import io.wattmill.billing.budget.HeldLease;
import io.wattmill.billing.budget.LeaseDebits;
import io.wattmill.billing.budget.LeaseDebits.Flagged;
import io.wattmill.billing.budget.LeaseDebits.Taken;
import io.wattmill.billing.budget.Unit;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Statement;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows of leases, locked in the order of ids before they are changed. */
final class LeaseStore {

    /** A lease to be written. */
    record Granted(
            UUID id,
            String budgetId,
            BudgetAccounts accounts,
            String gatewayId,
            long epoch,
            long amount,
            long grantedAtUs,
            long endsAtUs,
            long dueAtUs) {}

    /**
     * A lease whose time is over, and what became of it.
     *
     * @param settled its gateway has settled all that it admitted under it; else nobody speaks for
     *     it any more
     */
    record Ended(
            UUID id,
            BudgetAccounts accounts,
            String gatewayId,
            long amount,
            long spent,
            boolean settled) {}

    private record Booked(long bookingId, Flagged flagged) {}

    private static final BulkInsert<Granted> GRANTS =
            BulkInsert.<Granted>into("lease")
                    .column("id", PgType.UUID, Granted::id)
                    .column("budget_id", PgType.TEXT, Granted::budgetId)
                    .column("owner", PgType.TEXT, g -> g.accounts().owner())
                    .column("unit", PgType.TEXT, g -> g.accounts().unit().stored())
                    .column("gateway_id", PgType.TEXT, Granted::gatewayId)
                    .column("epoch", PgType.BIGINT, Granted::epoch)
                    .column("amount", PgType.BIGINT, Granted::amount)
                    .column("granted_at", PgType.TIMESTAMPTZ, g -> Instants.at(g.grantedAtUs()))
                    .column("ends_at", PgType.TIMESTAMPTZ, g -> Instants.at(g.endsAtUs()))
                    .column("due_at", PgType.TIMESTAMPTZ, g -> Instants.at(g.dueAtUs()))
                    .build("");

    private static final BulkInsert<Booked> USES =
            BulkInsert.<Booked>into("lease_use")
                    .column("booking_id", PgType.BIGINT, Booked::bookingId)
                    .column("request_id", PgType.UUID, b -> b.flagged().use().requestId())
                    .column("ordinal", PgType.INTEGER, b -> b.flagged().use().ordinal())
                    .column("lease_id", PgType.UUID, b -> b.flagged().use().leaseId())
                    .column("budget_id", PgType.TEXT, b -> b.flagged().use().budgetId())
                    .column("unit", PgType.TEXT, b -> b.flagged().use().unit().stored())
                    .column("amount", PgType.BIGINT, b -> b.flagged().use().amount())
                    .column("late", PgType.BIGINT, b -> b.flagged().late())
                    .column("fenced", PgType.BOOLEAN, b -> b.flagged().fenced())
                    .build("");

    private static final Statement RELEASE =
            new Statement(
                    """
                    UPDATE lease SET ends_at = least(ends_at, $3)
                     WHERE id = ANY (ARRAY(SELECT id FROM lease
                                            WHERE id = ANY($1) AND gateway_id = $2 AND resolved_at IS NULL
                                            ORDER BY id FOR UPDATE))\
                    """);
    private static final Statement LOCK =
            new Statement(
                    """
                    SELECT l.*, CASE WHEN l.resolved_at IS NULL THEN l.amount - l.spent ELSE 0 END AS room,
                           l.epoch < coalesce(g.epoch, 0) AS fenced
                      FROM lease l LEFT JOIN gateway_epoch g ON g.gateway_id = l.gateway_id
                     WHERE l.id = ANY($1) ORDER BY l.id FOR UPDATE OF l\
                    """);
    private static final Statement SPEND =
            new Statement(
                    """
                    UPDATE lease l SET spent = l.spent + d.spent, overrun = l.overrun + d.late
                      FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS d(id, spent, late)
                     WHERE l.id = d.id\
                    """);

    /** Ended, and either all that the gateway admitted until then is settled or it is due. */
    private static final Statement ENDED =
            new Statement(
                    """
                    SELECT l.*, s.settled FROM lease l, LATERAL (SELECT EXISTS (
                               SELECT FROM gateway_journal j
                                WHERE j.gateway_id = l.gateway_id
                                  AND j.watermark_us >= (extract(epoch FROM l.ends_at) * 1000000)::bigint + $2) AS settled) s
                     WHERE resolved_at IS NULL AND ends_at <= $1 AND (due_at <= $1 OR s.settled)
                     ORDER BY id LIMIT $3 FOR UPDATE OF l SKIP LOCKED\
                    """);

    private static final Statement RESOLVE =
            new Statement("UPDATE lease SET resolved_at = $2 WHERE id = ANY($1)");

    private LeaseStore() {}

    static Future<Void> add(SqlConnection connection, List<Granted> leases) {
        return GRANTS.insert(connection, leases).mapEmpty();
    }

    /** Brings the end of a gateway's leases forward to now. */
    static Future<Void> release(
            SqlConnection connection, List<UUID> ids, String gatewayId, long nowUs) {
        return ids.isEmpty()
                ? Future.succeededFuture()
                : RELEASE.run(connection, ids.toArray(UUID[]::new), gatewayId, Instants.at(nowUs));
    }

    /** The leases of these ids. */
    static Future<Map<UUID, HeldLease>> lock(SqlConnection connection, UUID[] ids) {
        return LOCK.rows(connection, (Object) ids)
                .map(
                        rows ->
                                rows.stream()
                                        .map(LeaseStore::held)
                                        .collect(
                                                Collectors.toMap(
                                                        HeldLease::id, Function.identity())));
    }

    /** Writes what was taken, and the uses. */
    static Future<Void> spend(SqlConnection connection, long bookingId, LeaseDebits debits) {
        List<Booked> uses = debits.uses().stream().map(use -> new Booked(bookingId, use)).toList();
        List<Map.Entry<UUID, Taken>> taken = List.copyOf(debits.taken().entrySet());
        return USES.insert(connection, uses)
                .compose(
                        _ ->
                                SPEND.run(
                                        connection,
                                        taken.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                                        taken.stream()
                                                .map(t -> t.getValue().spent())
                                                .toArray(Long[]::new),
                                        taken.stream()
                                                .map(t -> t.getValue().late())
                                                .toArray(Long[]::new)));
    }

    /** Some leases that can be resolved. */
    static Future<List<Ended>> ended(SqlConnection connection, LeaseConfig config, long nowUs) {
        return ENDED.rows(connection, Instants.at(nowUs), config.skewUs(), config.resolvedAtOnce())
                .map(rows -> rows.stream().map(LeaseStore::read).toList());
    }

    static Future<Void> resolve(SqlConnection connection, List<Ended> leases, long nowUs) {
        UUID[] ids = leases.stream().map(Ended::id).toArray(UUID[]::new);
        return RESOLVE.run(connection, ids, Instants.at(nowUs));
    }

    private static HeldLease held(Row row) {
        return new HeldLease(
                row.getUUID("id"),
                accounts(row),
                row.getString("gateway_id"),
                row.getLong("room"),
                row.getBoolean("fenced"));
    }

    private static Ended read(Row row) {
        return new Ended(
                row.getUUID("id"),
                accounts(row),
                row.getString("gateway_id"),
                row.getLong("amount"),
                row.getLong("spent"),
                row.getBoolean("settled"));
    }

    private static BudgetAccounts accounts(Row row) {
        return new BudgetAccounts(
                Unit.spendable(row.getString("unit")).orElseThrow(), row.getString("owner"));
    }
}
