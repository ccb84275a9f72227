// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;

import java.util.Collection;
import java.util.List;

/** Windows that are not reconciled yet, and what each waits for. */
public final class OpenWindows {

    /**
     * A window that waits.
     *
     * @param waitsFor {@code end} of the window; {@code engine_reading} or {@code meter_reading}
     *     past its end; {@code gateways} that have to settle or to tell their counts; {@code
     *     energy_windows} that have no shares or no cost yet; {@code site_meter}, an hour that was
     *     not imported
     */
    public record Open(
            String scope,
            String nodeId,
            String engineId,
            String startedAt,
            String endedAt,
            String waitsFor) {}

    // Of each engine and node the window after the last one; imported hours that are due; and hours
    // between imported ones, or after them, in which there was energy.
    private static final Statement OPEN =
            new Statement(
                    """
                    WITH standing AS (
                        SELECT 1 AS scope, c.node_id, c.engine_id, coalesce(r.ended_at, f.read_at) AS since, c.read_at AS newest
                          FROM engine_counter c
                          CROSS JOIN LATERAL (SELECT min(read_at) AS read_at FROM engine_reading
                               WHERE node_id = c.node_id AND engine_id = c.engine_id) f
                          LEFT JOIN LATERAL (SELECT ended_at FROM reconciliation WHERE node_id = c.node_id
                               AND engine_id = c.engine_id AND scope = 1 ORDER BY started_at DESC, revision DESC LIMIT 1) r ON true
                        UNION ALL
                        SELECT 2, n.node_id, '', coalesce(r.ended_at, f.read_at), n.observed_at
                          FROM meter_node n
                          CROSS JOIN LATERAL (SELECT min(x.observed_at) AS read_at FROM meter_source s CROSS JOIN LATERAL (
                               SELECT observed_at FROM meter_reading WHERE node_id = s.node_id AND source_id = s.source_id
                                  AND host = s.host ORDER BY observed_at LIMIT 1) x WHERE s.node_id = n.node_id) f
                          LEFT JOIN LATERAL (SELECT ended_at FROM reconciliation WHERE node_id = n.node_id
                               AND engine_id = '' AND scope = 2 ORDER BY started_at DESC, revision DESC LIMIT 1) r ON true),
                    windows AS (
                        SELECT scope, node_id, engine_id, newest, date_bin($4::bigint * interval '1 us', since, 'epoch') AS started_at
                          FROM standing WHERE since IS NOT NULL),
                    open AS (
                        SELECT scope, node_id, engine_id, started_at, started_at + $4 * interval '1 us' AS ended_at,
                               CASE WHEN $3::timestamptz < started_at + $4 * interval '1 us' THEN 'end'
                                    WHEN newest < started_at + $4 * interval '1 us'
                                    THEN CASE scope WHEN 1 THEN 'engine_reading' ELSE 'meter_reading' END
                                    ELSE CASE scope WHEN 1 THEN 'gateways' ELSE 'energy_windows' END END AS waits_for
                          FROM windows
                        UNION ALL
                        SELECT d.scope, d.name, '', d.hour, d.hour + interval '1 hour',
                               CASE WHEN $3 < d.hour + interval '1 hour' THEN 'end'
                                    WHEN EXISTS (SELECT FROM energy_window w WHERE tstzrange(w.started_at, w.ended_at)
                                                 && tstzrange(d.hour, d.hour + interval '1 hour')
                                              AND CASE WHEN d.scope = 3 THEN w.node_id = d.name ELSE w.zone IN (d.name, '') END
                                              AND NOT EXISTS (SELECT FROM window_cost c WHERE c.window_id = w.id))
                                    THEN 'energy_windows' ELSE 'meter_reading' END
                          FROM meter_due d WHERE d.hour >= $1::timestamptz AND d.hour < $2::timestamptz
                        UNION ALL
                        SELECT m.scope, m.name, '', g.hour, g.hour + interval '1 hour', 'site_meter'
                          FROM (SELECT scope, name, min(hour) AS first FROM meter_hour GROUP BY scope, name) m
                          CROSS JOIN LATERAL generate_series(greatest(m.first, date_trunc('hour', $1, 'UTC')),
                               least($2, $3 - interval '1 hour'), interval '1 hour') AS g (hour)
                         WHERE NOT EXISTS (SELECT FROM meter_hour h WHERE h.scope = m.scope AND h.name = m.name AND h.hour = g.hour)
                           AND EXISTS (SELECT FROM energy_window w JOIN window_cost c ON c.window_id = w.id AND c.revision = 1
                                        WHERE tstzrange(w.started_at, w.ended_at) && tstzrange(g.hour, g.hour + interval '1 hour')
                                          AND CASE WHEN m.scope = 3 THEN w.node_id = m.name ELSE c.zone = m.name END))
                    SELECT * FROM open WHERE scope = ANY($5) ORDER BY started_at, scope, node_id, engine_id LIMIT $6\
                    """);

    private final Pool pool;
    private final ReconciliationConfig config;

    public OpenWindows(Pool pool, ReconciliationConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /**
     * What is open, oldest first: of engines and nodes as of now, of kWh meters in a span of time,
     * epoch microseconds. At most {@code billing.reconciliation.max-open}.
     */
    public Future<List<Open>> list(long fromUs, long toUs, Collection<Scope> scopes, long nowUs) {
        return OPEN.rows(
                        pool,
                        Instants.at(fromUs),
                        Instants.at(toUs),
                        Instants.at(nowUs),
                        config.windowUs(),
                        scopes.stream().map(Scope::id).toArray(Integer[]::new),
                        config.maxOpen())
                .map(rows -> rows.stream().map(OpenWindows::open).toList());
    }

    private static Open open(Row row) {
        return new Open(
                Scope.of(row.getInteger("scope")).text(),
                row.getString("node_id"),
                row.getString("engine_id"),
                row.getOffsetDateTime("started_at").toInstant().toString(),
                row.getOffsetDateTime("ended_at").toInstant().toString(),
                row.getString("waits_for"));
    }
}
