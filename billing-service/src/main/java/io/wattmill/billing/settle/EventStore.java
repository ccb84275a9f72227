// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.billing.ledger.PostgresLedger;
import io.wattmill.billing.settle.EventTables.AttemptRow;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.Refusal;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageTotals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Events, transfers, totals and the journal's progress in one transaction: either all of a batch is booked or nothing.
 * The primary key of the event is what makes a request count once.
 */
final class EventStore {

    private static final String KNOWN = "SELECT request_id, content_hash FROM usage_event WHERE request_id = ANY($1)";
    private static final String JOURNAL = """
            INSERT INTO gateway_journal
                (journal_id, gateway_id, watermark_us, settled_through, closed_through, seen_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (journal_id) DO UPDATE SET
                gateway_id = excluded.gateway_id,
                watermark_us = greatest(gateway_journal.watermark_us, excluded.watermark_us),
                settled_through = greatest(gateway_journal.settled_through, excluded.settled_through),
                closed_through = greatest(gateway_journal.closed_through, excluded.closed_through),
                seen_at = greatest(gateway_journal.seen_at, excluded.seen_at)""";

    private final Pool pool;

    EventStore(Pool pool) {
        this.pool = pool;
    }

    /** How far a journal has come, as its gateway says. */
    record Progress(
            String journalId,
            String gatewayId,
            long watermarkUs,
            long settledThrough,
            long closedThrough,
            long seenAtUs) {}

    /** Books events that are in the order of their ids, keeps what was refused already, and notes the progress. */
    Future<Booked> book(List<RatedUsage> usages, List<Refusal> refused, Progress progress) {
        return Transactions.run(pool, connection -> bookEvents(connection, usages)
                .map(new Booked(List.of(), 0, refused)::plus)
                .compose(booked -> EventTables.QUARANTINE
                        .insert(connection, booked.refused())
                        .compose(_ -> note(connection, progress))
                        .map(booked)));
    }

    /** Books one event alone, so that it cannot keep others from being booked. */
    Future<Booked> bookAlone(RatedUsage usage) {
        return Transactions.run(pool, connection -> bookEvents(connection, List.of(usage)));
    }

    private Future<Booked> bookEvents(SqlConnection connection, List<RatedUsage> usages) {
        return EventTables.EVENTS.insert(connection, usages).compose(inserted -> {
            Set<UUID> ids = inserted.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet());
            List<RatedUsage> fresh =
                    usages.stream().filter(u -> ids.contains(u.event().requestId())).toList();
            List<RatedUsage> others =
                    usages.stream().filter(u -> !ids.contains(u.event().requestId())).toList();
            return post(connection, fresh)
                    .compose(_ -> compare(connection, others))
                    .map(Booked.fresh(fresh)::plus);
        });
    }

    private static Future<Void> post(SqlConnection connection, List<RatedUsage> fresh) {
        List<AttemptRow> attempts = fresh.stream()
                .flatMap(u -> u.event().attempts().stream().map(a -> new AttemptRow(u.event(), a)))
                .toList();
        return EventTables.ATTEMPTS
                .insert(connection, attempts)
                .compose(_ -> PostgresLedger.post(
                        connection,
                        fresh.stream().flatMap(u -> u.transfers().stream()).toList()))
                .compose(_ -> TotalsTable.ADD.insert(connection, UsageTotals.of(fresh)))
                .mapEmpty();
    }

    /** What was not inserted is a repeat, or somebody else has its id or its place in the journal. */
    private Future<Booked> compare(SqlConnection connection, List<RatedUsage> others) {
        if (others.isEmpty()) {
            return Future.succeededFuture(Booked.NOTHING);
        }
        UUID[] ids = others.stream().map(u -> u.event().requestId()).toArray(UUID[]::new);
        return connection
                .preparedQuery(KNOWN)
                .execute(Tuple.tuple().addValue(ids))
                .map(rows -> compared(others, hashes(Rows.list(rows))));
    }

    private static Booked compared(List<RatedUsage> others, Map<UUID, ByteString> booked) {
        return others.stream()
                .map(usage -> compared(usage.event(), booked.get(usage.event().requestId())))
                .reduce(Booked.NOTHING, Booked::plus);
    }

    private static Booked compared(UsageEvent event, @Nullable ByteString booked) {
        if (booked == null) {
            return Booked.refused(Refusal.of(
                    event, Refusal.JOURNAL_CONFLICT, "another request has this place in the journal"));
        }
        return booked.equals(event.source().sha256())
                ? Booked.REPEAT
                : Booked.refused(
                        Refusal.of(event, Refusal.CONFLICT, "this id was booked with other content"));
    }

    private static Map<UUID, ByteString> hashes(List<Row> rows) {
        Map<UUID, ByteString> hashes = new HashMap<>();
        rows.forEach(row -> hashes.put(
                row.getUUID("request_id"),
                ByteString.copyFrom(row.getBuffer("content_hash").getBytes())));
        return hashes;
    }

    private static Future<Void> note(SqlConnection connection, Progress progress) {
        Tuple values = Tuple.of(
                progress.journalId(),
                progress.gatewayId(),
                progress.watermarkUs(),
                progress.settledThrough(),
                progress.closedThrough(),
                Instants.at(progress.seenAtUs()));
        return connection.preparedQuery(JOURNAL).execute(values).mapEmpty();
    }
}
