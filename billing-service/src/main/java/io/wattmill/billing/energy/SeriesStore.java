// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.ledger.Bookings;
import io.wattmill.billing.series.HourValue;
import io.wattmill.billing.series.SeriesKey;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Imports hours. A value that differs from the one that counts is a new revision, and the windows
 * in that hour are queued to have their cost made again; the same file twice changes nothing.
 */
public final class SeriesStore {

    /**
     * What an import came to.
     *
     * @param added hours that were not known
     * @param revised hours that had another value
     * @param unchanged hours that had this value
     * @param windows attributed windows whose cost is made again
     */
    public record Imported(int added, int revised, int unchanged, long windows) {}

    private record HourRow(
            long bookingId, SeriesKey key, OffsetDateTime hour, int revision, BigDecimal value) {}

    private static final Statement NEWS =
            new Statement(
                    """
                    SELECT h.hour, h.value, coalesce(n.revision, 0) + 1 AS revision
                      FROM unnest($3::timestamptz[], $4::numeric[]) AS h (hour, value)
                      LEFT JOIN LATERAL (SELECT f.revision, f.value FROM facility_hour f
                           WHERE f.kind = $1 AND f.zone = $2 AND f.hour = h.hour ORDER BY f.revision DESC LIMIT 1) n ON true
                     WHERE n.value IS DISTINCT FROM h.value ORDER BY h.hour\
                    """);
    private static final BulkInsert<HourRow> HOURS =
            BulkInsert.<HourRow>into("facility_hour")
                    .column("kind", PgType.SMALLINT, row -> (short) row.key().kind().id())
                    .column("zone", PgType.TEXT, row -> row.key().zone())
                    .column("hour", PgType.TIMESTAMPTZ, HourRow::hour)
                    .column("revision", PgType.INTEGER, HourRow::revision)
                    .column("value", PgType.NUMERIC, HourRow::value)
                    .column("booking_id", PgType.BIGINT, HourRow::bookingId)
                    .build("");
    private static final Statement QUEUE =
            new Statement(
                    """
                    WITH touched AS (
                        INSERT INTO cost_due
                        SELECT DISTINCT w.id FROM unnest($2::timestamptz[]) AS h (hour)
                          JOIN energy_window w ON tstzrange(w.started_at, w.ended_at)
                                               && tstzrange(h.hour, h.hour + interval '1 hour')
                          JOIN window_cost c ON c.window_id = w.id AND c.revision = 1 AND c.zone = $1
                            ON CONFLICT DO NOTHING RETURNING 1)
                    SELECT count(*) AS windows FROM touched\
                    """);

    private final Pool pool;

    public SeriesStore(Pool pool) {
        this.pool = pool;
    }

    /** Imports hours of one series, all or none. */
    public Future<Imported> add(SeriesKey key, List<HourValue> hours) {
        return Transactions.run(
                pool,
                connection ->
                        // The attribution round after the one under way knows the new hours.
                        WindowStore.LOCK
                                .take(connection)
                                .compose(_ -> news(connection, key, hours))
                                .compose(news -> add(connection, key, hours.size(), news)));
    }

    private static Future<List<Row>> news(
            SqlConnection connection, SeriesKey key, List<HourValue> hours) {
        return NEWS.rows(
                connection,
                (short) key.kind().id(),
                key.zone(),
                hours.stream()
                        .map(hour -> Instants.at(hour.hourUs()))
                        .toArray(OffsetDateTime[]::new),
                hours.stream().map(HourValue::value).toArray(BigDecimal[]::new));
    }

    private static Future<Imported> add(
            SqlConnection connection, SeriesKey key, int given, List<Row> news) {
        if (news.isEmpty()) {
            return Future.succeededFuture(new Imported(0, 0, given, 0));
        }
        String source = "series " + key.kind().text() + " " + key.zone();
        return Bookings.open(connection, Bookings.Kind.CORRECTION, source)
                .map(bookingId -> news.stream().map(row -> hour(bookingId, key, row)).toList())
                .compose(rows -> HOURS.insert(connection, rows).map(rows))
                .compose(rows -> queue(connection, key, rows).map(w -> imported(given, rows, w)));
    }

    private static HourRow hour(long bookingId, SeriesKey key, Row row) {
        return new HourRow(
                bookingId,
                key,
                row.getOffsetDateTime("hour"),
                row.getInteger("revision"),
                row.getBigDecimal("value"));
    }

    private static Future<Long> queue(SqlConnection connection, SeriesKey key, List<HourRow> rows) {
        OffsetDateTime[] hours = rows.stream().map(HourRow::hour).toArray(OffsetDateTime[]::new);
        return QUEUE.row(connection, key.zone(), hours).map(row -> row.getLong("windows"));
    }

    private static Imported imported(int given, List<HourRow> rows, long windows) {
        int added = (int) rows.stream().filter(row -> row.revision() == 1).count();
        return new Imported(added, rows.size() - added, given - rows.size(), windows);
    }
}
