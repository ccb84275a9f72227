// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.meter.MeterPolicy;
import io.wattmill.billing.meter.NodeBooks;
import io.wattmill.billing.meter.NodeBooks.DoubtedReading;
import io.wattmill.billing.meter.NodeReport;
import io.wattmill.billing.meter.Source;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Meters and windows in PostgreSQL; a node's row is the lock that puts its reports in order. */
final class MeterStore {

    /** What a report came to. */
    sealed interface Accepted {}

    /** Committed now; some readings of it may have been doubted. */
    record Committed(List<DoubtedReading> doubted, int windows) implements Accepted {}

    /**
     * Committed before, or overtaken by a newer report: cumulative counters lose nothing by it, as
     * long as the sender's clock was not set back.
     */
    record Superseded() implements Accepted {}

    private static final Statement LOCK_NODE =
            new Statement(
                    """
                    INSERT INTO meter_node (node_id, boot_id, last_sequence, observed_at) VALUES ($1, '', 0, 'epoch')
                    ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id
                    RETURNING boot_id, last_sequence, observed_at\
                    """);
    private static final Statement SOURCES =
            new Statement(
                    """
                    SELECT source_id, host, last_raw_uj, total_uj, observed_at, suspect_raw_uj, window_total_uj, window_at,
                           window_quality_ppm
                      FROM meter_source WHERE node_id = $1\
                    """);

    private final Pool pool;
    private final MeterPolicy policy;
    private final EngineWriter engines;

    MeterStore(Pool pool, MeterPolicy policy, EngineWriter engines) {
        this.pool = pool;
        this.policy = policy;
        this.engines = engines;
    }

    /** Commits a report once. */
    Future<Accepted> accept(NodeReport report) {
        return Transactions.run(
                pool,
                connection ->
                        LOCK_NODE
                                .row(connection, report.key().nodeId())
                                .compose(node -> accept(connection, report, node)));
    }

    private Future<Accepted> accept(SqlConnection connection, NodeReport report, Row node) {
        return isNews(report, node)
                ? commit(connection, report)
                : Future.succeededFuture(new Superseded());
    }

    /**
     * Within a boot the sequence decides; between boots, and when a clock went back, the instant.
     */
    private static boolean isNews(NodeReport report, Row node) {
        boolean sameBoot = report.key().bootId().equals(node.getString("boot_id"));
        return report.observedAtUs() > Rows.us(node, "observed_at")
                && (!sameBoot || report.key().sequence() > node.getLong("last_sequence"));
    }

    private Future<Accepted> commit(SqlConnection connection, NodeReport report) {
        ReportWriter writer = new ReportWriter(connection, report);
        return SOURCES.rows(connection, report.key().nodeId())
                .map(rows -> books(rows).accept(report, policy))
                .compose(
                        outcome ->
                                writer.write(outcome)
                                        .compose(_ -> engines.write(connection, report))
                                        .onSuccess(_ -> CrashPoint.IN_METER.pass())
                                        .map(committed(outcome)));
    }

    private static Accepted committed(NodeBooks.Outcome outcome) {
        return new Committed(outcome.doubted(), outcome.closed().size());
    }

    private static NodeBooks books(List<Row> rows) {
        return new NodeBooks(
                rows.stream()
                        .map(MeterTables::source)
                        .collect(Collectors.toMap(Source::key, Function.identity())));
    }
}
