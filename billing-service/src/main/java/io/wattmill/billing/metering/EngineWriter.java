// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.meter.EngineCounter;
import io.wattmill.billing.meter.EngineTotals;
import io.wattmill.billing.meter.NodeReport;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps what engines count, in the transaction of the report that says it. */
final class EngineWriter {

    private record CounterRow(String nodeId, EngineCounter counter) {}

    private static final Statement COUNTERS =
            new Statement(
                    """
                    SELECT engine_id, read_at, started_ms, boot, requests, prompt_tokens, cached_tokens, output_tokens,
                           in_flight
                      FROM engine_counter WHERE node_id = $1\
                    """);
    private static final BulkInsert<CounterRow> STANDING =
            table("engine_counter")
                    .build(
                            """
                            ON CONFLICT (node_id, engine_id) DO UPDATE SET
                                read_at = excluded.read_at, started_ms = excluded.started_ms, boot = excluded.boot,
                                requests = excluded.requests, prompt_tokens = excluded.prompt_tokens,
                                cached_tokens = excluded.cached_tokens, output_tokens = excluded.output_tokens,
                                in_flight = excluded.in_flight\
                            """);
    private static final BulkInsert<CounterRow> READINGS =
            table("engine_reading").build("ON CONFLICT DO NOTHING");

    private final long intervalUs;

    /**
     * @param intervalUs the first reading of each such interval is kept, microseconds
     */
    EngineWriter(long intervalUs) {
        this.intervalUs = intervalUs;
    }

    Future<Void> write(SqlConnection connection, NodeReport report) {
        String node = report.key().nodeId();
        return report.totals().isEmpty()
                ? Future.succeededFuture()
                : COUNTERS.rows(connection, node)
                        .map(rows -> steps(report, rows))
                        .compose(steps -> write(connection, node, steps));
    }

    private List<EngineCounter.Step> steps(NodeReport report, List<Row> rows) {
        Map<String, EngineCounter> known =
                rows.stream()
                        .map(EngineWriter::counter)
                        .collect(Collectors.toMap(c -> c.last().engineId(), Function.identity()));
        return report.totals().stream().map(totals -> step(known, totals)).toList();
    }

    private EngineCounter.Step step(Map<String, EngineCounter> known, EngineTotals totals) {
        EngineCounter before = known.get(totals.engineId());
        return before == null ? EngineCounter.first(totals) : before.advance(totals, intervalUs);
    }

    private static Future<Void> write(
            SqlConnection connection, String node, List<EngineCounter.Step> steps) {
        List<CounterRow> standing =
                steps.stream().map(step -> new CounterRow(node, step.next())).toList();
        List<CounterRow> kept =
                steps.stream()
                        .flatMap(step -> step.kept().stream())
                        .map(counter -> new CounterRow(node, counter))
                        .toList();
        return STANDING.insert(connection, standing)
                .compose(_ -> READINGS.insert(connection, kept))
                .mapEmpty();
    }

    private static BulkInsert.Builder<CounterRow> table(String name) {
        return BulkInsert.<CounterRow>into(name)
                .column("node_id", PgType.TEXT, CounterRow::nodeId)
                .column("engine_id", PgType.TEXT, row -> last(row).engineId())
                .column("read_at", PgType.TIMESTAMPTZ, row -> Instants.at(last(row).readAtUs()))
                .column("started_ms", PgType.BIGINT, row -> last(row).startedMs())
                .column("boot", PgType.BIGINT, row -> row.counter().boot())
                .column("requests", PgType.BIGINT, row -> last(row).requests())
                .column("prompt_tokens", PgType.BIGINT, row -> last(row).promptTokens())
                .column("cached_tokens", PgType.BIGINT, row -> last(row).cachedTokens())
                .column("output_tokens", PgType.BIGINT, row -> last(row).outputTokens())
                .column("in_flight", PgType.BIGINT, row -> last(row).inFlight());
    }

    private static EngineTotals last(CounterRow row) {
        return row.counter().last();
    }

    private static EngineCounter counter(Row row) {
        return new EngineCounter(
                row.getLong("boot"),
                new EngineTotals(
                        row.getString("engine_id"),
                        Rows.us(row, "read_at"),
                        row.getLong("started_ms"),
                        row.getLong("requests"),
                        row.getLong("prompt_tokens"),
                        row.getLong("cached_tokens"),
                        row.getLong("output_tokens"),
                        row.getLong("in_flight")));
    }
}
