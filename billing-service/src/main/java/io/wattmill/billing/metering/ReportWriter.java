// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.meter.ClosedWindow;
import io.wattmill.billing.meter.NodeBooks;
import io.wattmill.billing.meter.NodeReport;
import io.wattmill.billing.metering.MeterTables.DoubtRow;
import io.wattmill.billing.metering.MeterTables.HostRow;
import io.wattmill.billing.metering.MeterTables.ModelRow;
import io.wattmill.billing.metering.MeterTables.ReadingRow;
import io.wattmill.billing.metering.MeterTables.SliceRow;
import io.wattmill.billing.metering.MeterTables.SourceRow;
import io.wattmill.billing.metering.MeterTables.WindowRow;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes what one report came to, in the transaction of its connection.
 *
 * @param report at its instant of the books
 * @param saidAtUs its instant by the agent's clock, epoch microseconds
 */
record ReportWriter(SqlConnection connection, NodeReport report, long saidAtUs) {

    private static final Statement ADVANCE_NODE =
            new Statement(
                    "UPDATE meter_node SET boot_id = $2, last_sequence = $3, observed_at = $4,"
                        + " said_at = $5 WHERE node_id = $1");
    private static final Statement PENDING =
            new Statement(
                    """
                    INSERT INTO energy_pending (window_id, ended_at)
                    SELECT id, ended_at FROM energy_window WHERE id = ANY($1)\
                    """);

    Future<Void> write(NodeBooks.Outcome outcome) {
        return MeterTables.SOURCES
                .insert(connection, sources(outcome))
                .compose(_ -> MeterTables.READINGS.insert(connection, readings(outcome)))
                .compose(_ -> MeterTables.QUARANTINE.insert(connection, doubts(outcome)))
                .compose(_ -> windows(outcome))
                .compose(
                        _ ->
                                ADVANCE_NODE.run(
                                        connection,
                                        report.key().nodeId(),
                                        report.key().bootId(),
                                        report.key().sequence(),
                                        Instants.at(report.observedAtUs()),
                                        Instants.at(saidAtUs)));
    }

    private List<SourceRow> sources(NodeBooks.Outcome outcome) {
        return outcome.books().sources().values().stream()
                .map(source -> new SourceRow(report.key().nodeId(), source))
                .toList();
    }

    private List<ReadingRow> readings(NodeBooks.Outcome outcome) {
        return outcome.counted().stream().map(one -> new ReadingRow(report, one)).toList();
    }

    private List<DoubtRow> doubts(NodeBooks.Outcome outcome) {
        return outcome.doubted().stream().map(one -> new DoubtRow(report, one)).toList();
    }

    private Future<Void> windows(NodeBooks.Outcome outcome) {
        List<WindowRow> rows =
                outcome.closed().stream()
                        .map(window -> new WindowRow(report.place().zone(), window))
                        .toList();
        return MeterTables.WINDOWS
                .insert(connection, rows)
                .map(inserted -> inserted.stream().map(ReportWriter::id).toArray(Long[]::new))
                .compose(ids -> parts(outcome, ids));
    }

    /** Ids come back in the order in which windows were inserted. */
    private Future<Void> parts(NodeBooks.Outcome outcome, Long[] ids) {
        List<SliceRow> slices =
                IntStream.range(0, ids.length)
                        .boxed()
                        .flatMap(i -> slices(ids[i], outcome.closed().get(i)))
                        .toList();
        List<HostRow> hosts =
                outcome.hosts().stream()
                        .map(slice -> new HostRow(ids[slice.window()], node(), slice))
                        .toList();
        List<ModelRow> models =
                IntStream.range(0, ids.length)
                        .filter(i -> !outcome.closed().get(i).engineId().isEmpty())
                        .mapToObj(i -> new ModelRow(ids[i], outcome.closed().get(i).coefficients()))
                        .toList();
        return MeterTables.SLICES
                .insert(connection, slices)
                .compose(_ -> MeterTables.MODELS.insert(connection, models))
                .compose(_ -> MeterTables.HOSTS.insert(connection, hosts))
                .compose(
                        _ ->
                                ids.length == 0
                                        ? Future.succeededFuture()
                                        : PENDING.run(connection, (Object) ids));
    }

    private Stream<SliceRow> slices(long windowId, ClosedWindow window) {
        return window.devices().stream()
                .map(
                        slice ->
                                new SliceRow(
                                        windowId,
                                        node(),
                                        report.place().gpuType(slice.deviceId()),
                                        slice));
    }

    private String node() {
        return report.key().nodeId();
    }

    private static Long id(Row row) {
        return row.getLong("id");
    }
}
