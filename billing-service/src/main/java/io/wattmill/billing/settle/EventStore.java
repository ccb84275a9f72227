// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import com.google.protobuf.ByteString;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.budget.LeaseDebits.Use;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.lease.LeaseSettlement;
import io.wattmill.billing.ledger.Bookings;
import io.wattmill.billing.ledger.PostgresLedger;
import io.wattmill.billing.settle.EventTable.EventRow;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.billing.usage.GatewayTally;
import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.Refusal;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageTotals;
import io.wattmill.billing.usage.UsageTransfers;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Events, transfers, totals and the journal's progress in one transaction: either all of a batch is
 * booked or nothing. The primary key of the event is what makes a request count once.
 */
final class EventStore {

    private static final Statement KNOWN =
            new Statement(
                    "SELECT request_id, content_hash FROM usage_event WHERE request_id = ANY($1)");
    private static final Statement JOURNAL =
            new Statement(
                    """
                    INSERT INTO gateway_journal
                        (journal_id, gateway_id, watermark_us, settled_through, closed_through, seen_at)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    ON CONFLICT (journal_id) DO UPDATE SET
                        gateway_id = excluded.gateway_id,
                        watermark_us = greatest(gateway_journal.watermark_us, excluded.watermark_us),
                        settled_through = greatest(gateway_journal.settled_through, excluded.settled_through),
                        closed_through = greatest(gateway_journal.closed_through, excluded.closed_through),
                        seen_at = greatest(gateway_journal.seen_at, excluded.seen_at)\
                    """);

    private final Pool pool;
    private final int shards;
    private final GatewayCountTable counts;

    /**
     * @param shards rows that a balance is spread over, so that gateways do not wait for each other
     * @param counts where gateways' own counts are kept
     */
    EventStore(Pool pool, int shards, GatewayCountTable counts) {
        this.pool = pool;
        this.shards = shards;
        this.counts = counts;
    }

    /** How far a journal has come, as its gateway says. */
    record Progress(
            String journalId,
            String gatewayId,
            long watermarkUs,
            long settledThrough,
            long closedThrough,
            long seenAtUs,
            Optional<GatewayTally> tally) {}

    /**
     * Books events that are in the order of their ids, keeps what was refused already, and notes
     * the progress.
     */
    Future<Booked> book(List<RatedUsage> usages, List<Refusal> refused, Progress progress) {
        Booked before = new Booked(List.of(), 0, refused);
        return Transactions.run(
                pool,
                connection ->
                        bookEvents(connection, usages, progress.journalId())
                                .map(before::plus)
                                .compose(booked -> finish(connection, booked, progress)));
    }

    /** Books one event alone, so that it cannot keep others from being booked. */
    Future<Booked> bookAlone(RatedUsage usage) {
        String journalId = usage.event().journal().journalId();
        return Transactions.run(
                pool, connection -> bookEvents(connection, List.of(usage), journalId));
    }

    private Future<Booked> bookEvents(
            SqlConnection connection, List<RatedUsage> usages, String journalId) {
        return usages.isEmpty()
                ? Future.succeededFuture(Booked.NOTHING)
                : Bookings.open(connection, Bookings.Kind.SETTLEMENT, journalId)
                        .map(id -> new UsageTransfers(id, shard(journalId)))
                        .compose(transfers -> bookEvents(connection, usages, transfers));
    }

    private int shard(String journalId) {
        return Math.floorMod(journalId.hashCode(), shards);
    }

    private static Future<Booked> bookEvents(
            SqlConnection connection, List<RatedUsage> usages, UsageTransfers transfers) {
        List<EventRow> rows =
                usages.stream().map(u -> new EventRow(transfers.bookingId(), u)).toList();
        return EventTable.ADD
                .insert(connection, rows)
                .compose(inserted -> bookInserted(connection, usages, ids(inserted), transfers));
    }

    private static Future<Booked> bookInserted(
            SqlConnection connection,
            List<RatedUsage> usages,
            Set<UUID> inserted,
            UsageTransfers transfers) {
        Map<Boolean, List<RatedUsage>> isFresh =
                usages.stream()
                        .collect(Collectors.partitioningBy(usage -> inserted.contains(id(usage))));
        List<RatedUsage> fresh = isFresh.getOrDefault(true, List.of());
        List<RatedUsage> others = isFresh.getOrDefault(false, List.of());
        return post(connection, fresh, transfers)
                .compose(_ -> compare(connection, others))
                .onSuccess(_ -> CrashPoint.BEFORE_COMMIT.pass())
                .map(Booked.fresh(fresh)::plus);
    }

    private static Future<Void> post(
            SqlConnection connection, List<RatedUsage> fresh, UsageTransfers transfers) {
        return AttemptTables.insert(connection, fresh)
                .compose(_ -> ProviderTable.insert(connection, transfers.bookingId(), fresh))
                .compose(_ -> takeFromLeases(connection, fresh, transfers))
                .compose(
                        debits ->
                                PostgresLedger.post(
                                        connection,
                                        transfers.bookingId(),
                                        concat(transfers.of(fresh), debits)))
                .compose(_ -> TotalsTable.ADD.insert(connection, UsageTotals.of(fresh)))
                .mapEmpty();
    }

    private static Future<List<Transfer>> takeFromLeases(
            SqlConnection connection, List<RatedUsage> fresh, UsageTransfers transfers) {
        List<Use> uses = fresh.stream().flatMap(usage -> usage.event().leases().stream()).toList();
        long atUs = fresh.isEmpty() ? 0 : fresh.getLast().event().timing().endedAtUs();
        return LeaseSettlement.take(
                connection, transfers.bookingId(), transfers.shard(), uses, atUs);
    }

    private static List<Transfer> concat(List<Transfer> usage, List<Transfer> leases) {
        return Stream.concat(usage.stream(), leases.stream()).toList();
    }

    /**
     * What was not inserted is a repeat, or somebody else has its id or its place in the journal.
     */
    private static Future<Booked> compare(SqlConnection connection, List<RatedUsage> others) {
        if (others.isEmpty()) {
            return Future.succeededFuture(Booked.NOTHING);
        }
        UUID[] ids = others.stream().map(EventStore::id).toArray(UUID[]::new);
        return KNOWN.rows(connection, (Object) ids).map(rows -> compared(others, hashes(rows)));
    }

    private static Booked compared(List<RatedUsage> others, Map<UUID, ByteString> booked) {
        return others.stream()
                .map(usage -> compared(usage.event(), booked.get(id(usage))))
                .reduce(Booked.NOTHING, Booked::plus);
    }

    private static Booked compared(UsageEvent event, @Nullable ByteString booked) {
        if (booked == null) {
            String message = "another request has this place in the journal";
            return Booked.refused(Refusal.of(event, Refusal.JOURNAL_CONFLICT, message));
        }
        String message = "this id was booked with other content";
        return booked.equals(event.source().sha256())
                ? Booked.REPEAT
                : Booked.refused(Refusal.of(event, Refusal.CONFLICT, message));
    }

    private Future<Booked> finish(SqlConnection connection, Booked booked, Progress progress) {
        return QuarantineTable.ADD
                .insert(connection, booked.refused())
                .compose(_ -> note(connection, progress))
                .compose(_ -> counts.keep(connection, progress))
                .map(booked);
    }

    private static Future<Void> note(SqlConnection connection, Progress progress) {
        return JOURNAL.run(
                connection,
                progress.journalId(),
                progress.gatewayId(),
                progress.watermarkUs(),
                progress.settledThrough(),
                progress.closedThrough(),
                Instants.at(progress.seenAtUs()));
    }

    private static UUID id(RatedUsage usage) {
        return usage.event().requestId();
    }

    private static Set<UUID> ids(List<Row> rows) {
        return rows.stream().map(row -> row.getUUID("request_id")).collect(Collectors.toSet());
    }

    private static Map<UUID, ByteString> hashes(List<Row> rows) {
        return rows.stream()
                .collect(Collectors.toMap(row -> row.getUUID("request_id"), EventStore::hash));
    }

    private static ByteString hash(Row row) {
        return ByteString.copyFrom(row.getBuffer("content_hash").getBytes());
    }
}
