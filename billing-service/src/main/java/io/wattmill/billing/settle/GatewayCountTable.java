// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.settle.EventStore.Progress;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.usage.EngineTally;
import io.wattmill.billing.usage.GatewayTally;

import java.util.List;

/** Keeps the first counts that a gateway's process tells in each interval. */
final class GatewayCountTable {

    private record CountRow(String journalId, long sinceSequence, long slot, EngineTally engine) {}

    private static final Statement SNAPSHOT =
            new Statement(
                    """
                    INSERT INTO gateway_snapshot
                        (journal_id, gateway_id, since_sequence, slot, through_sequence, taken_at)
                    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING slot\
                    """);
    private static final BulkInsert<CountRow> COUNTS =
            BulkInsert.<CountRow>into("gateway_count")
                    .column("journal_id", PgType.TEXT, CountRow::journalId)
                    .column("since_sequence", PgType.BIGINT, CountRow::sinceSequence)
                    .column("slot", PgType.BIGINT, CountRow::slot)
                    .column("node_id", PgType.TEXT, row -> row.engine().engine().nodeId())
                    .column("engine_id", PgType.TEXT, row -> row.engine().engine().engineId())
                    .column("requests", PgType.BIGINT, row -> row.engine().requests())
                    .column("prompt_tokens", PgType.BIGINT, row -> row.engine().promptTokens())
                    .column("cached_tokens", PgType.BIGINT, row -> row.engine().cachedTokens())
                    .column("output_tokens", PgType.BIGINT, row -> row.engine().outputTokens())
                    .build("ON CONFLICT DO NOTHING");

    private final long intervalUs;

    GatewayCountTable(long intervalUs) {
        this.intervalUs = intervalUs;
    }

    Future<Void> keep(SqlConnection connection, Progress progress) {
        return progress.tally()
                .map(tally -> keep(connection, progress, tally))
                .orElseGet(Future::succeededFuture);
    }

    private Future<Void> keep(SqlConnection connection, Progress progress, GatewayTally tally) {
        long slot = Math.floorDiv(tally.takenAtUs(), intervalUs);
        return SNAPSHOT.rows(
                        connection,
                        progress.journalId(),
                        progress.gatewayId(),
                        tally.sinceSequence(),
                        slot,
                        tally.throughSequence(),
                        Instants.at(tally.takenAtUs()))
                .compose(
                        first ->
                                first.isEmpty()
                                        ? Future.succeededFuture()
                                        : COUNTS.insert(connection, rows(progress, tally, slot))
                                                .mapEmpty());
    }

    private static List<CountRow> rows(Progress progress, GatewayTally tally, long slot) {
        return tally.engines().stream()
                .map(
                        engine ->
                                new CountRow(
                                        progress.journalId(), tally.sinceSequence(), slot, engine))
                .toList();
    }
}
