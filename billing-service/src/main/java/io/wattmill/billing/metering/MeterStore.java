// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.billing.meter.ClosedWindow;
import io.wattmill.billing.meter.MeterPolicy;
import io.wattmill.billing.meter.NodeBooks;
import io.wattmill.billing.meter.NodeBooks.DoubtedReading;
import io.wattmill.billing.meter.NodeReport;
import io.wattmill.billing.meter.Source;
import io.wattmill.billing.metering.MeterTables.DoubtRow;
import io.wattmill.billing.metering.MeterTables.ReadingRow;
import io.wattmill.billing.metering.MeterTables.SliceRow;
import io.wattmill.billing.metering.MeterTables.SourceRow;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Transactions;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Meters and windows in PostgreSQL; a node's row is the lock that puts its reports in order. */
final class MeterStore {

    /** What a report came to. */
    sealed interface Accepted {}

    /** Committed now; some readings of it may have been doubted. */
    record Committed(List<DoubtedReading> doubted, int windows) implements Accepted {}

    /** Committed before, or overtaken by a newer report: cumulative counters lose nothing by it. */
    record Superseded() implements Accepted {}

    private static final String LOCK_NODE = """
            INSERT INTO meter_node (node_id, boot_id, last_sequence, observed_at) VALUES ($1, '', 0, 'epoch')
            ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id
            RETURNING boot_id, last_sequence, observed_at""";
    private static final String ADVANCE_NODE =
            "UPDATE meter_node SET boot_id = $2, last_sequence = $3, observed_at = $4 WHERE node_id = $1";
    private static final String SOURCES = """
            SELECT source_id, host, last_raw_uj, total_uj, observed_at, suspect_raw_uj, window_total_uj, window_at,
                   window_quality_ppm
              FROM meter_source WHERE node_id = $1""";
    private static final String PENDING = """
            INSERT INTO energy_pending (window_id, ended_at)
            SELECT id, ended_at FROM energy_window WHERE id = ANY($1)""";

    private final Pool pool;
    private final MeterPolicy policy;

    MeterStore(Pool pool, MeterPolicy policy) {
        this.pool = pool;
        this.policy = policy;
    }

    /** Commits a report once. */
    Future<Accepted> accept(NodeReport report) {
        return Transactions.run(pool, connection -> connection
                .preparedQuery(LOCK_NODE)
                .execute(Tuple.of(report.key().nodeId()))
                .compose(rows -> isNews(report, rows.iterator().next())
                        ? commit(connection, report)
                        : Future.succeededFuture(new Superseded())));
    }

    /** Within a boot the sequence decides; between boots, and when a clock went back, the instant. */
    private static boolean isNews(NodeReport report, Row node) {
        boolean sameBoot = report.key().bootId().equals(node.getString("boot_id"));
        return report.observedAtUs() > Rows.us(node, "observed_at")
                && (!sameBoot || report.key().sequence() > node.getLong("last_sequence"));
    }

    private Future<Accepted> commit(SqlConnection connection, NodeReport report) {
        return connection
                .preparedQuery(SOURCES)
                .execute(Tuple.of(report.key().nodeId()))
                .map(rows -> books(Rows.list(rows)).accept(report, policy))
                .compose(outcome -> write(connection, report, outcome)
                        .map(new Committed(outcome.doubted(), outcome.closed().size())));
    }

    private static NodeBooks books(List<Row> rows) {
        return new NodeBooks(
                rows.stream().map(MeterTables::source).collect(Collectors.toMap(Source::key, Function.identity())));
    }

    private static Future<Void> write(SqlConnection connection, NodeReport report, NodeBooks.Outcome outcome) {
        String nodeId = report.key().nodeId();
        List<SourceRow> sources = outcome.books().sources().values().stream()
                .map(source -> new SourceRow(nodeId, source))
                .toList();
        return MeterTables.SOURCES
                .insert(connection, sources)
                .compose(_ -> MeterTables.READINGS.insert(
                        connection,
                        outcome.counted().stream().map(c -> new ReadingRow(report, c)).toList()))
                .compose(_ -> MeterTables.QUARANTINE.insert(
                        connection,
                        outcome.doubted().stream().map(d -> new DoubtRow(report, d)).toList()))
                .compose(_ -> writeWindows(connection, outcome.closed()))
                .compose(_ -> connection
                        .preparedQuery(ADVANCE_NODE)
                        .execute(Tuple.of(
                                nodeId,
                                report.key().bootId(),
                                report.key().sequence(),
                                Instants.at(report.observedAtUs()))))
                .mapEmpty();
    }

    private static Future<Void> writeWindows(SqlConnection connection, List<ClosedWindow> windows) {
        if (windows.isEmpty()) {
            return Future.succeededFuture();
        }
        return MeterTables.WINDOWS.insert(connection, windows).compose(rows -> {
            List<Long> ids = rows.stream().map(row -> row.getLong("id")).toList();
            List<SliceRow> slices = IntStream.range(0, windows.size())
                    .boxed()
                    .flatMap(i -> windows.get(i).devices().stream()
                            .map(slice -> new SliceRow(ids.get(i), windows.get(i), slice)))
                    .toList();
            return MeterTables.SLICES.insert(connection, slices).compose(_ -> connection
                    .preparedQuery(PENDING)
                    .execute(Tuple.tuple().addValue(ids.toArray(Long[]::new)))
                    .mapEmpty());
        });
    }
}
