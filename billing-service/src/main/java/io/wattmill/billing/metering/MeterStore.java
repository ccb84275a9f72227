// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.meter.MeterPolicy;
import io.wattmill.billing.meter.NewestReport;
import io.wattmill.billing.meter.NewestReport.Run;
import io.wattmill.billing.meter.NodeBooks;
import io.wattmill.billing.meter.NodeBooks.DoubtedReading;
import io.wattmill.billing.meter.NodeReport;
import io.wattmill.billing.meter.Source;
import io.wattmill.billing.sql.Instants;
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

    /**
     * Committed now; some readings of it may have been doubted.
     *
     * @param begins whether it is the first of its run
     * @param behindUs how far its instant of the books is behind billing's clock; below 0: ahead
     */
    record Committed(List<DoubtedReading> doubted, int windows, boolean begins, long behindUs)
            implements Accepted {}

    /** Committed before, or overtaken by a newer report: cumulative counters lose nothing by it. */
    record Superseded() implements Accepted {}

    private static final Statement LOCK_NODE =
            new Statement(
                    """
                    INSERT INTO meter_node (node_id, boot_id, last_sequence, observed_at) VALUES ($1, '', 0, 'epoch')
                    ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id
                    RETURNING boot_id, last_sequence, observed_at, said_at,
                              EXISTS (SELECT FROM meter_run r WHERE r.node_id = $1 AND r.boot_id = $2) AS known_run,
                              meter_node.boot_id <> $2 AND EXISTS (SELECT FROM meter_reading r
                                     WHERE r.node_id = $1 AND r.boot_id = $2 AND r.sequence >= $3) AS booked\
                    """);
    private static final Statement BEGIN_RUN =
            new Statement("INSERT INTO meter_run (node_id, boot_id, began_at) VALUES ($1, $2, $3)");
    private static final Statement SOURCES =
            new Statement(
                    """
                    SELECT source_id, host, last_raw_uj, total_uj, observed_at, suspect_raw_uj, window_total_uj, window_at,
                           window_quality_ppm
                      FROM meter_source WHERE node_id = $1\
                    """);

    private final Pool pool;
    private final MeterPolicy policy;
    private final long clockLeadUs;
    private final EngineWriter engines;

    /**
     * @param clockLeadUs how far ahead of billing's an agent's clock is believed, microseconds
     */
    MeterStore(Pool pool, MeterPolicy policy, long clockLeadUs, EngineWriter engines) {
        this.pool = pool;
        this.policy = policy;
        this.clockLeadUs = clockLeadUs;
        this.engines = engines;
    }

    /** Commits a report, which arrived at {@code nowUs}, once. */
    Future<Accepted> accept(NodeReport report, long nowUs) {
        return Transactions.run(
                pool,
                connection ->
                        LOCK_NODE
                                .row(
                                        connection,
                                        report.key().nodeId(),
                                        report.key().bootId(),
                                        report.key().sequence())
                                .compose(node -> accept(connection, report, node, nowUs)));
    }

    private Future<Accepted> accept(
            SqlConnection connection, NodeReport report, Row node, long nowUs) {
        Run run = run(report, node);
        return switch (newest(node).turn(report, run, nowUs, clockLeadUs)) {
            case NewestReport.Overtaken() -> Future.succeededFuture(new Superseded());
            case NewestReport.Next next ->
                    begin(connection, report, run, next)
                            .compose(_ -> commit(connection, report, next))
                            .map(outcome -> committed(outcome, run, nowUs - next.atUs()));
        };
    }

    private static NewestReport newest(Row node) {
        return new NewestReport(
                node.getString("boot_id"),
                node.getLong("last_sequence"),
                Rows.us(node, "said_at"),
                Rows.us(node, "observed_at"));
    }

    private static Run run(NodeReport report, Row node) {
        if (report.key().bootId().equals(node.getString("boot_id"))) {
            return Run.NEWEST;
        }
        if (node.getBoolean("booked")) {
            return Run.BOOKED;
        }
        return node.getBoolean("known_run") ? Run.EARLIER : Run.NEW;
    }

    private static Future<Void> begin(
            SqlConnection connection, NodeReport report, Run run, NewestReport.Next next) {
        return run == Run.NEW
                ? BEGIN_RUN.run(
                        connection,
                        report.key().nodeId(),
                        report.key().bootId(),
                        Instants.at(next.atUs()))
                : Future.succeededFuture();
    }

    private Future<NodeBooks.Outcome> commit(
            SqlConnection connection, NodeReport told, NewestReport.Next next) {
        NodeReport report = told.at(next.atUs());
        ReportWriter writer = new ReportWriter(connection, report, told.observedAtUs());
        return SOURCES.rows(connection, report.key().nodeId())
                .map(rows -> books(rows).accept(report, policy.and(next.slackUs())))
                .compose(
                        outcome ->
                                writer.write(outcome)
                                        .compose(_ -> engines.write(connection, report))
                                        .onSuccess(_ -> CrashPoint.IN_METER.pass())
                                        .map(outcome));
    }

    private static Accepted committed(NodeBooks.Outcome outcome, Run run, long behindUs) {
        return new Committed(outcome.doubted(), outcome.closed().size(), run == Run.NEW, behindUs);
    }

    private static NodeBooks books(List<Row> rows) {
        return new NodeBooks(
                rows.stream()
                        .map(MeterTables::source)
                        .collect(Collectors.toMap(Source::key, Function.identity())));
    }
}
