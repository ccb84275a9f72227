// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.CounterSpan;
import io.wattmill.billing.reconcile.Measure;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.reconciling.WindowKey.EngineName;
import io.wattmill.billing.reconciling.WindowKey.Standing;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.util.List;
import java.util.Optional;

/** The counters of nodes' devices and hosts, and the energy windows beside them. */
final class NodeMeterStore {

    private static final Statement NODES =
            new Statement("SELECT DISTINCT node_id FROM meter_source ORDER BY 1");

    private static final Statement STANDING =
            new Statement(
                    """
                    SELECT r.ended_at, coalesce(r.to_at, f.read_at) AS from_at
                      FROM (SELECT min(x.observed_at) AS read_at FROM meter_source s CROSS JOIN LATERAL (
                                   SELECT observed_at FROM meter_reading WHERE node_id = s.node_id AND source_id = s.source_id
                                      AND host = s.host ORDER BY observed_at LIMIT 1) x WHERE s.node_id = $1) f
                      LEFT JOIN LATERAL (SELECT ended_at, to_at FROM reconciliation
                           WHERE node_id = $1 AND engine_id = '' AND scope = 2 ORDER BY started_at DESC, revision DESC LIMIT 1) r ON true
                     WHERE f.read_at IS NOT NULL\
                    """);

    private static final Statement CUT =
            new Statement(
                    """
                    SELECT min(x.observed_at) AS read_at FROM meter_source s CROSS JOIN LATERAL (
                           SELECT observed_at FROM meter_reading WHERE node_id = s.node_id AND source_id = s.source_id
                              AND host = s.host AND observed_at >= $2 ORDER BY observed_at LIMIT 1) x
                     WHERE s.node_id = $1\
                    """);

    // The raw counters and the unwrapped ones must grow alike, but where billing refused a jump: it
    // kept the reading that jumped aside. What was counted since a source's last window is in none
    // yet.
    private static final Statement SPANS =
            new Statement(
                    """
                    WITH source AS (SELECT source_id, host FROM meter_source WHERE node_id = $1),
                    series AS (
                        SELECT s.host, s.source_id, r.observed_at, r.raw_uj, r.total_uj, lag(r.observed_at) OVER w AS at_before,
                               lag(r.raw_uj) OVER w AS raw_before, lag(r.total_uj) OVER w AS total_before
                          FROM source s
                          LEFT JOIN LATERAL (SELECT observed_at FROM meter_reading WHERE node_id = $1 AND source_id = s.source_id
                               AND host = s.host AND observed_at <= $2 ORDER BY observed_at DESC LIMIT 1) f ON true
                          JOIN meter_reading r ON r.node_id = $1 AND r.source_id = s.source_id AND r.host = s.host
                               AND r.observed_at >= coalesce(f.observed_at, $2) AND r.observed_at <= $3
                        WINDOW w AS (PARTITION BY s.host, s.source_id ORDER BY r.observed_at)),
                    steps AS (
                        SELECT s.*, CASE WHEN raw_uj >= raw_before THEN raw_uj - raw_before ELSE raw_uj END AS grown,
                               total_uj - total_before AS booked
                          FROM series s WHERE raw_before IS NOT NULL),
                    counted AS (
                        SELECT host, sum(grown) AS counted,
                               sum(CASE WHEN grown = booked THEN 0 WHEN EXISTS (
                                   SELECT FROM meter_quarantine q WHERE q.node_id = $1 AND q.source_id = s.source_id
                                      AND q.observed_at > s.at_before AND q.observed_at < s.observed_at)
                                   THEN grown - booked ELSE 0 END) AS jumped
                          FROM steps s GROUP BY host),
                    stood AS (
                        SELECT s.host, t.ends, sum(coalesce(l.total_uj, 0) - coalesce(c.total_uj, 0)) AS carried
                          FROM source s CROSS JOIN (VALUES (false, $2::timestamptz), (true, $3::timestamptz)) AS t (ends, at)
                          LEFT JOIN LATERAL (SELECT total_uj FROM meter_reading WHERE node_id = $1 AND source_id = s.source_id
                               AND host = s.host AND observed_at <= t.at ORDER BY observed_at DESC LIMIT 1) l ON true
                          LEFT JOIN LATERAL (
                               (SELECT d.end_total_uj AS total_uj FROM energy_window w JOIN energy_window_device d
                                    ON d.window_id = w.id AND d.device_id = s.source_id
                                 WHERE NOT s.host AND w.node_id = $1 AND w.ended_at <= t.at ORDER BY w.ended_at DESC LIMIT 1)
                               UNION ALL
                               (SELECT r.total_uj FROM energy_window w JOIN energy_window_host h
                                    ON h.window_id = w.id AND h.source_id = s.source_id
                                  JOIN meter_reading r ON r.node_id = $1 AND r.source_id = s.source_id AND r.host
                                       AND r.observed_at = w.ended_at
                                 WHERE s.host AND w.node_id = $1 AND w.ended_at <= t.at ORDER BY w.ended_at DESC LIMIT 1)) c ON true
                         GROUP BY s.host, t.ends),
                    ended AS (
                        SELECT w.id, w.energy_uj, a.window_id IS NULL AS unshared, c.window_id IS NULL AS uncosted,
                               coalesce((SELECT sum(prefill_uj + decode_uj + idle_uj + empty_uj + unattributed_uj)
                                           FROM energy_share WHERE window_id = w.id), 0) AS shared,
                               coalesce((SELECT sum(energy_uj) FROM energy_window_host WHERE window_id = w.id), 0) AS host_uj,
                               CASE WHEN c.host_metered THEN c.host_uj ELSE 0 END AS host_costed
                          FROM energy_window w LEFT JOIN energy_attribution a ON a.window_id = w.id
                          LEFT JOIN LATERAL (SELECT window_id, host_metered, host_uj FROM window_cost WHERE window_id = w.id
                               ORDER BY revision DESC LIMIT 1) c ON true
                         WHERE w.node_id = $1 AND w.ended_at > $2 AND w.ended_at <= $3),
                    booked AS (
                        SELECT false AS host, coalesce(sum(shared), 0) AS ledger,
                               coalesce(sum(energy_uj) FILTER (WHERE unshared), 0) AS pending,
                               count(*) FILTER (WHERE unshared) AS windows FROM ended
                        UNION ALL
                        SELECT true, coalesce(sum(host_costed), 0), coalesce(sum(host_uj) FILTER (WHERE uncosted), 0),
                               count(*) FILTER (WHERE uncosted) FROM ended)
                    SELECT b.host, b.ledger::bigint AS ledger, b.pending::bigint AS pending, b.windows,
                           coalesce(c.counted, 0)::bigint AS counted, coalesce(c.jumped, 0)::bigint AS jumped,
                           coalesce(i.carried, 0)::bigint AS carried_in, coalesce(o.carried, 0)::bigint AS carried_out
                      FROM booked b LEFT JOIN counted c ON c.host = b.host
                      LEFT JOIN stood i ON i.host = b.host AND NOT i.ends LEFT JOIN stood o ON o.host = b.host AND o.ends
                     WHERE NOT b.host OR EXISTS (SELECT FROM source WHERE host) ORDER BY b.host\
                    """);

    private final SqlConnection connection;

    /** For one transaction. */
    NodeMeterStore(SqlConnection connection) {
        this.connection = connection;
    }

    /**
     * A window of a node.
     *
     * @param waiting how many of its energy windows have no parts or no cost yet
     */
    record NodeSpan(List<CounterSpan> counters, long waiting) {}

    Future<List<EngineName>> nodes() {
        return NODES.rows(connection)
                .map(
                        rows ->
                                rows.stream()
                                        .map(row -> EngineName.whole(row.getString("node_id")))
                                        .toList());
    }

    /** The window that follows the last one, once a reading ends it. */
    Future<Optional<WindowKey>> next(EngineName node, long windowUs) {
        return STANDING.rows(connection, node.nodeId())
                .compose(
                        rows ->
                                rows.isEmpty()
                                        ? Future.succeededFuture(Optional.empty())
                                        : ended(node, Standing.of(rows.getFirst(), windowUs)));
    }

    private Future<Optional<WindowKey>> ended(EngineName node, Standing standing) {
        return CUT.row(connection, node.nodeId(), Instants.at(standing.endUs()))
                .map(row -> Rows.maybeUs(row, "read_at"))
                .map(
                        toUs ->
                                toUs.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(
                                                standing.endedBy(
                                                        Scope.NODE, node, toUs.getAsLong())));
    }

    /** What counters and energy windows have of it. */
    Future<NodeSpan> span(WindowKey window) {
        return SPANS.rows(
                        connection,
                        window.engine().nodeId(),
                        Instants.at(window.fromUs()),
                        Instants.at(window.toUs()))
                .map(
                        rows ->
                                new NodeSpan(
                                        rows.stream().map(NodeMeterStore::span).toList(),
                                        rows.stream()
                                                .mapToLong(row -> row.getLong("windows"))
                                                .sum()));
    }

    private static CounterSpan span(Row row) {
        return new CounterSpan(
                row.getBoolean("host") ? Measure.HOST_UJ : Measure.DEVICE_UJ,
                row.getLong("ledger"),
                row.getLong("pending"),
                row.getLong("counted"),
                row.getLong("jumped"),
                row.getLong("carried_in"),
                row.getLong("carried_out"));
    }
}
