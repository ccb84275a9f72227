// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.Boundary;
import io.wattmill.billing.reconcile.Cause;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Imported hours of kWh meters that are due, and what was made of them. */
final class SiteMeterStore {

    /**
     * An hour that is due.
     *
     * @param id of the imported row that counts
     * @param writtenId the newest reconciliation; 0 when there is none
     * @param revision of that one
     */
    record DueHour(
            Scope scope,
            String name,
            long hourUs,
            long id,
            BigDecimal kwh,
            Boundary boundary,
            long tolerancePpm,
            long writtenId,
            int revision) {}

    /** What the ledger has of an hour; every pair from low to high, and the figure between. */
    record Figures(
            Part device,
            Part host,
            Part facility,
            long hostAssumedUj,
            long facilityAssumedUj,
            long uncosted,
            long devices,
            long unreadUs) {}

    /** Joules of one kind inside the hour. */
    record Part(long lowUj, long uj, long highUj) {}

    /** What was written of an hour. */
    record Written(
            long meterHourId,
            long deviceUj,
            long hostUj,
            long facilityUj,
            long lowUj,
            long highUj,
            Map<Cause, Long> causes) {}

    /** Hours whose windows had their cost made, or made again, since the last look. */
    private static final Statement RECOSTED =
            new Statement(
                    """
                    WITH due AS (
                        INSERT INTO meter_due (scope, name, hour)
                        SELECT DISTINCT m.scope, m.name, m.hour
                          FROM window_cost c JOIN energy_window w ON w.id = c.window_id
                          CROSS JOIN LATERAL generate_series(date_trunc('hour', w.started_at, 'UTC'), w.ended_at, interval '1 hour') AS g (hour)
                          JOIN meter_hour m ON m.hour = g.hour AND m.revision = 1
                               AND CASE WHEN m.scope = 3 THEN m.name = w.node_id ELSE m.name = c.zone END
                         WHERE c.booking_id > $1 AND c.booking_id <= $2
                            ON CONFLICT DO NOTHING)
                    UPDATE meter_seen SET booking_id = $2\
                    """);

    private static final Statement DUE =
            new Statement(
                    """
                    SELECT d.scope, d.name, d.hour, m.id, m.kwh, m.boundary, m.tolerance_ppm,
                           coalesce(r.id, 0) AS written_id, coalesce(r.revision, 0) AS revision
                      FROM meter_due d
                      CROSS JOIN LATERAL (SELECT * FROM meter_hour WHERE scope = d.scope AND name = d.name AND hour = d.hour
                           ORDER BY revision DESC LIMIT 1) m
                      LEFT JOIN LATERAL (SELECT id, revision FROM reconciliation WHERE node_id = d.name AND engine_id = ''
                           AND scope = d.scope AND started_at = d.hour ORDER BY revision DESC LIMIT 1) r ON true
                     WHERE d.hour + interval '1 hour' <= $1 ORDER BY d.tried_at, d.hour LIMIT $2\
                    """);
    private static final Statement TRIED =
            new Statement(
                    "UPDATE meter_due SET tried_at = $4 WHERE scope = $1 AND name = $2 AND hour ="
                            + " $3");
    private static final Statement DONE =
            new Statement("DELETE FROM meter_due WHERE scope = $1 AND name = $2 AND hour = $3");
    private static final Statement WRITTEN =
            new Statement(
                    """
                    SELECT m.meter_hour_id, m.device_uj, m.host_uj, m.facility_uj, m.low_uj, m.high_uj, c.cause, c.amount
                      FROM reconciliation_meter m
                      LEFT JOIN reconciliation_cause c ON c.reconciliation_id = m.reconciliation_id AND c.side = 2
                     WHERE m.reconciliation_id = $1\
                    """);
    private static final Statement WRITE =
            new Statement(
                    """
                    INSERT INTO reconciliation_meter (reconciliation_id, meter_hour_id, device_uj, host_uj, facility_uj, low_uj, high_uj)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)\
                    """);

    private final SqlConnection connection;

    /** For one transaction. */
    SiteMeterStore(SqlConnection connection) {
        this.connection = connection;
    }

    /** Puts the hours on the queue whose costs were made since the last look. */
    Future<Void> queueRecosted() {
        return LateStore.safe(connection, "meter_seen")
                .compose(row -> RECOSTED.run(connection, row.getLong("seen"), row.getLong("safe")));
    }

    Future<List<DueHour>> due(long nowUs, int limit) {
        return DUE.rows(connection, Instants.at(nowUs), limit)
                .map(rows -> rows.stream().map(SiteMeterStore::due).toList());
    }

    /** How many nodes have windows near the hour and none past its end. */
    Future<Long> awaited(DueHour due, String zone, long lookbackUs) {
        return SiteMeterSql.AWAITED
                .row(connection, parameters(due, zone, lookbackUs))
                .map(row -> row.getLong("nodes"));
    }

    Future<Figures> figures(DueHour due, String zone, long lookbackUs) {
        return SiteMeterSql.FIGURES
                .row(connection, parameters(due, zone, lookbackUs))
                .map(SiteMeterStore::figures);
    }

    private static Object[] parameters(DueHour due, String zone, long lookbackUs) {
        return new Object[] {
            (short) due.scope().id(), due.name(), Instants.at(due.hourUs()), zone, lookbackUs
        };
    }

    /** What was written of an hour; nothing when it was not reconciled yet. */
    Future<List<Written>> written(DueHour due) {
        return WRITTEN.rows(connection, due.writtenId()).map(SiteMeterStore::written);
    }

    Future<Void> write(long reconciliationId, Written hour) {
        return WRITE.run(
                connection,
                reconciliationId,
                hour.meterHourId(),
                hour.deviceUj(),
                hour.hostUj(),
                hour.facilityUj(),
                hour.lowUj(),
                hour.highUj());
    }

    /** It has to wait: others go first. */
    Future<Void> tried(DueHour due, long nowUs) {
        return TRIED.run(
                connection,
                (short) due.scope().id(),
                due.name(),
                Instants.at(due.hourUs()),
                Instants.at(nowUs));
    }

    Future<Void> done(DueHour due) {
        return DONE.run(
                connection, (short) due.scope().id(), due.name(), Instants.at(due.hourUs()));
    }

    private static DueHour due(Row row) {
        return new DueHour(
                Scope.of(row.getShort("scope")),
                row.getString("name"),
                Rows.us(row, "hour"),
                row.getLong("id"),
                row.getBigDecimal("kwh"),
                Boundary.of(row.getShort("boundary")),
                row.getLong("tolerance_ppm"),
                row.getLong("written_id"),
                row.getInteger("revision"));
    }

    private static Figures figures(Row row) {
        return new Figures(
                part(row, "device"),
                part(row, "host"),
                part(row, "facility"),
                row.getLong("host_assumed"),
                row.getLong("facility_assumed"),
                row.getLong("uncosted"),
                row.getLong("devices"),
                row.getLong("unread_us"));
    }

    private static Part part(Row row, String name) {
        return new Part(
                row.getLong(name + "_low"), row.getLong(name + "_uj"), row.getLong(name + "_high"));
    }

    private static List<Written> written(List<Row> rows) {
        Map<Cause, Long> causes =
                rows.stream()
                        .filter(row -> row.getShort("cause") != null)
                        .collect(
                                Collectors.toMap(
                                        row -> Cause.of(row.getShort("cause")),
                                        row -> row.getLong("amount")));
        return rows.stream()
                .limit(1)
                .map(
                        row ->
                                new Written(
                                        row.getLong("meter_hour_id"),
                                        row.getLong("device_uj"),
                                        row.getLong("host_uj"),
                                        row.getLong("facility_uj"),
                                        row.getLong("low_uj"),
                                        row.getLong("high_uj"),
                                        causes))
                .toList();
    }
}
