// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.attribution.Residency;
import io.wattmill.billing.attribution.ShareKind;
import io.wattmill.billing.attribution.Taken;
import io.wattmill.billing.meter.ClosedWindow;
import io.wattmill.billing.meter.ClosedWindow.DeviceSlice;
import io.wattmill.billing.meter.Coefficients;
import io.wattmill.billing.sql.AdvisoryLock;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.usage.Timing;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Windows that wait, the attempts that were in them, and their shares, in PostgreSQL. */
final class WindowStore {

    /** A window that waits for attribution. */
    record Waiting(long id, ClosedWindow window) {}

    /** An attempt in a window, and who pays for it. */
    record Present(Residency residency, String projectId) {}

    /** What one user took of a window, with its place in the window. */
    record ShareRow(long bookingId, long windowId, int ordinal, Taken taken) {}

    /** How a window came to be attributed. */
    record Done(long windowId, boolean deadlinePassed) {}

    /**
     * Held by the one service that attributes; freed with the transaction, also when its holder
     * dies.
     */
    static final AdvisoryLock LOCK = AdvisoryLock.named("wattenrg");

    private static final Statement WAITING =
            new Statement(
                    """
                    SELECT w.id, w.node_id, w.engine_id, w.started_at, w.ended_at, w.base_power_mw, w.prefill_uj_per_token,
                           w.decode_uj_per_token, w.quality_ppm, coalesce(m.kv_read_pj_per_token, 0) AS kv_read_pj_per_token,
                           coalesce(m.method, '') AS method, coalesce(m.relative_error_ppm, 0) AS relative_error_ppm,
                           coalesce(m.version, 0) AS version, s.step_uj, s.token_uj
                      FROM energy_pending p JOIN energy_window w ON w.id = p.window_id
                      LEFT JOIN energy_window_model m ON m.window_id = w.id
                      LEFT JOIN energy_window_step s ON s.window_id = w.id
                     WHERE p.ended_at <= $1 ORDER BY p.ended_at, w.id LIMIT $2\
                    """);
    private static final Statement DEVICES =
            new Statement(
                    """
                    SELECT device_id, start_total_uj, end_total_uj FROM energy_window_device WHERE window_id = $1
                     ORDER BY device_id\
                    """);
    private static final Statement PRESENT =
            new Statement(
                    """
                    SELECT request_id, number, project_id, started_at, first_token_at, ended_at, input_uncached + cache_write
                           AS prefill_tokens, cache_read AS cached_tokens, output + waste_tokens AS decode_tokens
                      FROM usage_attempt
                     WHERE hashtext(node_id || '/' || engine_id) = hashtext($1 || '/' || $2)
                       AND node_id = $1 AND engine_id = $2 AND ended_at >= $3 AND started_at < $4
                     ORDER BY started_at, request_id, number\
                    """);
    private static final BulkInsert<ShareRow> SHARES =
            BulkInsert.<ShareRow>into("energy_share")
                    .column("window_id", PgType.BIGINT, ShareRow::windowId)
                    .column("ordinal", PgType.INTEGER, ShareRow::ordinal)
                    .column("request_id", PgType.UUID, row -> requestId(row.taken().by()))
                    .column("attempt", PgType.INTEGER, row -> attempt(row.taken().by()))
                    .column("prefill_uj", PgType.BIGINT, row -> uj(row, ShareKind.PREFILL))
                    .column("decode_uj", PgType.BIGINT, row -> uj(row, ShareKind.DECODE))
                    .column("idle_uj", PgType.BIGINT, row -> uj(row, ShareKind.IDLE_SHARE))
                    .column("empty_uj", PgType.BIGINT, row -> uj(row, ShareKind.EMPTY))
                    .column(
                            "unattributed_uj",
                            PgType.BIGINT,
                            row -> uj(row, ShareKind.UNATTRIBUTED))
                    .column("booking_id", PgType.BIGINT, ShareRow::bookingId)
                    .build("");
    private static final BulkInsert<Done> DONE =
            BulkInsert.<Done>into("energy_attribution")
                    .column("window_id", PgType.BIGINT, Done::windowId)
                    .column(
                            "basis",
                            PgType.SMALLINT,
                            done -> (short) (done.deadlinePassed() ? 2 : 1))
                    .build("");
    private static final Statement FORGET =
            new Statement("DELETE FROM energy_pending WHERE window_id = ANY($1)");

    private final SqlConnection connection;

    /** For one transaction. */
    WindowStore(SqlConnection connection) {
        this.connection = connection;
    }

    /** True when this transaction is the one that attributes. */
    Future<Boolean> lead() {
        return LOCK.tryTake(connection);
    }

    /** Windows that ended by an instant, oldest first. */
    Future<List<Waiting>> waiting(long endedByUs, int limit) {
        return WAITING.rows(connection, Instants.at(endedByUs), limit)
                .compose(rows -> Sequence.map(rows, this::waiting));
    }

    /** The attempts that may have been in a window. */
    Future<List<Present>> present(ClosedWindow window) {
        return PRESENT.rows(
                        connection,
                        window.nodeId(),
                        window.engineId(),
                        Instants.at(window.startUs()),
                        Instants.at(window.endUs()))
                .map(rows -> rows.stream().map(WindowStore::present).toList());
    }

    /** Writes what windows came to, and takes them from the queue. */
    Future<Void> write(List<ShareRow> shares, List<Done> done) {
        Long[] ids = done.stream().map(Done::windowId).toArray(Long[]::new);
        return SHARES.insert(connection, shares)
                .compose(_ -> DONE.insert(connection, done))
                .compose(_ -> FORGET.run(connection, (Object) ids));
    }

    private static @Nullable UUID requestId(Taken.By by) {
        return by instanceof Taken.Attempt attempt ? attempt.requestId() : null;
    }

    private static @Nullable Integer attempt(Taken.By by) {
        return by instanceof Taken.Attempt attempt ? attempt.number() : null;
    }

    private static Long uj(ShareRow row, ShareKind kind) {
        return row.taken().of(kind);
    }

    private Future<Waiting> waiting(Row row) {
        long id = row.getLong("id");
        return DEVICES.rows(connection, id)
                .map(devices -> devices.stream().map(WindowStore::slice).toList())
                .map(slices -> new Waiting(id, window(row, slices)));
    }

    private static ClosedWindow window(Row row, List<DeviceSlice> slices) {
        Coefficients coefficients =
                new Coefficients(
                        row.getLong("prefill_uj_per_token"),
                        row.getLong("decode_uj_per_token"),
                        step(row),
                        row.getLong("kv_read_pj_per_token"),
                        row.getLong("base_power_mw"),
                        new Coefficients.Origin(
                                row.getString("method"),
                                row.getLong("relative_error_ppm"),
                                row.getLong("version")));
        return new ClosedWindow(
                row.getString("node_id"),
                row.getString("engine_id"),
                Rows.us(row, "started_at"),
                Rows.us(row, "ended_at"),
                slices,
                coefficients,
                row.getLong("quality_ppm"));
    }

    private static Optional<Coefficients.Step> step(Row row) {
        OptionalLong stepUj = Rows.maybeLong(row, "step_uj");
        return stepUj.isEmpty()
                ? Optional.empty()
                : Optional.of(new Coefficients.Step(stepUj.getAsLong(), row.getLong("token_uj")));
    }

    private static DeviceSlice slice(Row row) {
        return new DeviceSlice(
                row.getString("device_id"),
                row.getLong("start_total_uj"),
                row.getLong("end_total_uj"));
    }

    private static Present present(Row row) {
        OptionalLong firstToken = Rows.maybeUs(row, "first_token_at");
        Residency residency =
                new Residency(
                        row.getUUID("request_id"),
                        row.getInteger("number"),
                        new Timing(
                                Rows.us(row, "started_at"), firstToken, Rows.us(row, "ended_at")),
                        row.getLong("prefill_tokens"),
                        row.getLong("cached_tokens"),
                        row.getLong("decode_tokens"));
        return new Present(residency, row.getString("project_id"));
    }
}
