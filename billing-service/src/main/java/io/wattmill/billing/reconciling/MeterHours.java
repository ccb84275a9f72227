// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.Boundary;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.series.HourValue;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Imports hours of kWh meters. An hour whose kWh, boundary or tolerance differs from what counts is
 * a new revision and is reconciled again; the same file twice changes nothing.
 */
public final class MeterHours {

    /**
     * Which meter.
     *
     * @param scope of a node or of a zone
     * @param name the node or the zone
     * @param tolerancePpm what it may be off by, of its reading, parts per million
     */
    public record Meter(Scope scope, String name, Boundary boundary, long tolerancePpm) {}

    /**
     * What an import came to.
     *
     * @param added hours that were not known
     * @param revised hours that were otherwise
     * @param unchanged hours that were so
     */
    public record Imported(int added, int revised, int unchanged) {}

    private static final Statement ADD =
            new Statement(
                    """
                    WITH news AS (
                        SELECT h.hour, h.kwh, coalesce(n.revision, 0) + 1 AS revision
                          FROM unnest($3::timestamptz[], $4::numeric[]) AS h (hour, kwh)
                          LEFT JOIN LATERAL (SELECT m.revision, m.kwh, m.boundary, m.tolerance_ppm FROM meter_hour m
                               WHERE m.scope = $1 AND m.name = $2 AND m.hour = h.hour ORDER BY m.revision DESC LIMIT 1) n ON true
                         WHERE n.revision IS NULL OR n.kwh <> h.kwh OR n.boundary <> $5 OR n.tolerance_ppm <> $6),
                    added AS (
                        INSERT INTO meter_hour (scope, name, hour, revision, boundary, kwh, tolerance_ppm, imported_at)
                        SELECT $1, $2, hour, revision, $5, kwh, $6, $7 FROM news ORDER BY hour
                        RETURNING scope, name, hour, revision),
                    due AS (
                        INSERT INTO meter_due (scope, name, hour) SELECT scope, name, hour FROM added ON CONFLICT DO NOTHING)
                    SELECT count(*) FILTER (WHERE revision = 1) AS added, count(*) FILTER (WHERE revision > 1) AS revised
                      FROM added\
                    """);

    private final Pool pool;

    public MeterHours(Pool pool) {
        this.pool = pool;
    }

    /** Imports hours of one meter, all or none. */
    public Future<Imported> add(Meter meter, List<HourValue> hours, long nowUs) {
        return Transactions.run(
                pool,
                connection ->
                        // What the round under way takes off the queue stays off.
                        ReconciliationStore.LOCK
                                .take(connection)
                                .compose(_ -> add(connection, meter, hours, nowUs)));
    }

    private static Future<Imported> add(
            SqlConnection connection, Meter meter, List<HourValue> hours, long nowUs) {
        return ADD.row(
                        connection,
                        (short) meter.scope().id(),
                        meter.name(),
                        hours.stream()
                                .map(hour -> Instants.at(hour.hourUs()))
                                .toArray(OffsetDateTime[]::new),
                        hours.stream().map(HourValue::value).toArray(BigDecimal[]::new),
                        (short) meter.boundary().id(),
                        meter.tolerancePpm(),
                        Instants.at(nowUs))
                .map(
                        row -> {
                            int added = row.getLong("added").intValue();
                            int revised = row.getLong("revised").intValue();
                            return new Imported(added, revised, hours.size() - added - revised);
                        });
    }
}
