// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.reconciling.WindowKey.EngineName;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.util.List;

/** Windows that were reconciled before all of their usage had come. */
final class LateStore {

    /**
     * No booking up to this one can still appear: every transaction that could make it has ended.
     */
    private static final String SAFE =
            """
            SELECT s.booking_id AS seen, coalesce(
                       (SELECT min(b.id) - 1 FROM booking b WHERE b.id > s.booking_id
                           AND b.cluster = (pg_control_system()).system_identifier
                           AND b.xid >= pg_snapshot_xmin(pg_current_snapshot())),
                       (SELECT max(b.id) FROM booking b), s.booking_id) AS safe
              FROM %s s FOR UPDATE\
            """;

    private static final Statement ADVANCE =
            new Statement("UPDATE reconciliation_seen SET booking_id = $1");

    /** From the first window that a late attempt touches, every later one of its engine. */
    private static final Statement TOUCHED =
            new Statement(
                    """
                    WITH late AS (
                        SELECT a.node_id, a.engine_id, min(a.started_at) AS since
                          FROM usage_event e JOIN usage_attempt a ON a.request_id = e.request_id
                         WHERE e.booking_id > $1 AND e.booking_id <= $2 GROUP BY a.node_id, a.engine_id)
                    SELECT r.node_id, r.engine_id, r.started_at, r.ended_at, r.from_at, r.to_at, r.revision
                      FROM late l CROSS JOIN LATERAL (
                           SELECT DISTINCT ON (c.started_at) c.* FROM reconciliation c
                            WHERE c.node_id = l.node_id AND c.engine_id = l.engine_id AND c.scope = 1
                              AND c.ended_at >= l.since - $3::bigint * interval '1 us'
                            ORDER BY c.started_at, c.revision DESC) r
                     WHERE r.to_at >= l.since - $3::bigint * interval '1 us'
                     ORDER BY r.node_id, r.engine_id, r.started_at\
                    """);

    private final SqlConnection connection;

    /** For one transaction. */
    LateStore(SqlConnection connection) {
        this.connection = connection;
    }

    /** Up to which booking a queue was {@code seen}, and up to which it is {@code safe} to look. */
    static Future<Row> safe(SqlConnection connection, String queue) {
        return new Statement(SAFE.formatted(queue)).row(connection);
    }

    /** What was booked since the last look may belong to these, oldest first. */
    Future<List<WindowKey>> touched(long marginUs) {
        return safe(connection, "reconciliation_seen")
                .compose(
                        row ->
                                TOUCHED.rows(
                                                connection,
                                                row.getLong("seen"),
                                                row.getLong("safe"),
                                                marginUs)
                                        .compose(
                                                rows ->
                                                        ADVANCE.run(connection, row.getLong("safe"))
                                                                .map(rows)))
                .map(rows -> rows.stream().map(LateStore::window).toList());
    }

    private static WindowKey window(Row row) {
        return new WindowKey(
                Scope.ENGINE,
                new EngineName(row.getString("node_id"), row.getString("engine_id")),
                Rows.us(row, "started_at"),
                Rows.us(row, "ended_at"),
                Rows.us(row, "from_at"),
                Rows.us(row, "to_at"),
                row.getInteger("revision"));
    }
}
