// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.cost.Amounts;
import io.wattmill.billing.explain.EnergyRecord;
import io.wattmill.billing.explain.SealedIn;
import io.wattmill.billing.explain.SettledRequest;
import io.wattmill.billing.outcome.ReportedOutcome;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.contract.fleet.v1.EngineKinds;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds one settled request and everything that is known about it. */
public final class RequestStore {

    /** Which request is meant. */
    public sealed interface Wanted {}

    /** The request with this id. */
    public record ById(UUID requestId) implements Wanted {}

    /** The request whose response has this id. */
    public record ByResponse(String responseId) implements Wanted {}

    /**
     * The newest request of a key.
     *
     * @param closed one that ended just now; it is the newest, unless the one that was admitted
     *     last ended later
     */
    public record NewestOf(String keyId, Optional<UUID> closed) implements Wanted {}

    /** Who may see it: one project's requests, or all. */
    public record Scope(Optional<String> projectId) {}

    private static final Statement BY_ID =
            new Statement("SELECT * FROM usage_event WHERE request_id = $1");
    private static final Statement BY_RESPONSE =
            new Statement(
                    "SELECT * FROM usage_event WHERE hashtext(response_id) = hashtext($1) AND"
                            + " response_id = $1 AND response_id <> '' ORDER BY admitted_at DESC"
                            + " LIMIT 20");
    private static final Statement NEWEST =
            new Statement(
                    """
                    SELECT * FROM (
                        (SELECT * FROM usage_event WHERE hashtext(key_id) = hashtext($1) AND key_id = $1
                          ORDER BY admitted_at DESC, request_id DESC LIMIT 1)
                        UNION ALL
                        SELECT * FROM usage_event WHERE request_id = $2 AND key_id = $1) newest
                     ORDER BY ended_at DESC, request_id DESC LIMIT 1\
                    """);
    private static final Statement SETTLED =
            new Statement(
                    "SELECT request_id, count(*) AS times FROM usage_event"
                            + " WHERE request_id = ANY($1) GROUP BY request_id");
    private static final Statement ATTEMPTS =
            new Statement(
                    "SELECT a.*, c.input_price, c.cached_price, c.output_price FROM usage_attempt a"
                            + " LEFT JOIN provider_charge c USING (request_id, number)"
                            + " WHERE request_id = $1 ORDER BY number");

    /**
     * Of each attempt: whether windows cover it to its end and from its start, whether they are
     * attributed, and whether each took it into account. Reads windows up to the first that ends
     * after the attempt, not all that follow.
     */
    private static final Statement COVER =
            new Statement(
                    """
                    WITH attempt AS (
                        SELECT *, greatest(ended_at, started_at + interval '1 microsecond') AS until
                          FROM usage_attempt WHERE request_id = $1 AND engine_kind <> 'hosted')
                    SELECT a.number,
                           coalesce(max(w.ended_at) >= a.until, false) AS to_end,
                           coalesce(min(w.started_at) <= a.started_at, false) AS from_start,
                           coalesce(bool_and(t.window_id IS NOT NULL), false) AS attributed,
                           coalesce(bool_and(s.window_id IS NOT NULL), false) AS counted,
                           coalesce(min(w.quality_ppm), 0) AS quality_ppm
                      FROM attempt a
                      LEFT JOIN energy_window w ON w.node_id = a.node_id AND w.engine_id = a.engine_id
                            AND w.ended_at > a.started_at AND w.started_at < a.until
                            AND w.ended_at <= (SELECT min(x.ended_at) FROM energy_window x
                                 WHERE x.node_id = a.node_id AND x.engine_id = a.engine_id AND x.ended_at >= a.until)
                      LEFT JOIN energy_attribution t ON t.window_id = w.id
                      LEFT JOIN energy_share s ON s.request_id = a.request_id AND s.window_id = w.id
                            AND s.attempt = a.number
                     GROUP BY a.number, a.started_at, a.until\
                    """);

    private static final Statement SHARES =
            new Statement(
                    """
                    SELECT coalesce(sum(s.prefill_uj), 0)::bigint AS prefill_uj,
                           coalesce(sum(s.decode_uj), 0)::bigint AS decode_uj,
                           coalesce(sum(s.idle_uj), 0)::bigint AS idle_share_uj,
                           coalesce(bool_and(c.lines > 0), false) AS costed,
                           coalesce(sum(c.host_uj), 0)::bigint AS host_uj,
                           coalesce(sum(c.facility_uj), 0)::bigint AS facility_uj,
                           coalesce(sum(c.gpu_nano), 0)::bigint AS gpu_nano,
                           coalesce(sum(c.electricity_nano), 0)::bigint AS electricity_nano,
                           coalesce(sum(c.carbon_ug), 0)::bigint AS carbon_ug
                      FROM energy_share s
                     CROSS JOIN LATERAL (
                           SELECT count(*) AS lines, sum(sign * host_uj) AS host_uj, sum(sign * facility_uj) AS facility_uj,
                                  sum(sign * gpu_nano) AS gpu_nano, sum(sign * electricity_nano) AS electricity_nano,
                                  sum(sign * carbon_ug) AS carbon_ug
                             FROM cost_line l WHERE l.window_id = s.window_id AND l.ordinal = s.ordinal) c
                     WHERE s.request_id = $1\
                    """);

    private final Pool pool;

    public RequestStore(Pool pool) {
        this.pool = pool;
    }

    /** The request, or empty when there is none that the scope may see. */
    public Future<Optional<SettledRequest>> find(Wanted wanted, Scope scope) {
        return Transactions.run(
                pool,
                connection ->
                        candidates(connection, wanted)
                                .map(rows -> rows.stream().filter(row -> isVisible(row, scope)))
                                .compose(rows -> complete(connection, rows.findFirst())));
    }

    /** How often each of these requests is on the ledger; those that are not are left out. */
    public Future<Map<UUID, Long>> settled(List<UUID> ids) {
        return SETTLED.rows(pool, (Object) ids.toArray(UUID[]::new))
                .map(
                        rows ->
                                rows.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        row -> row.getUUID("request_id"),
                                                        row -> row.getLong("times"))));
    }

    /** The id of a request that the scope may see. */
    static Future<Optional<UUID>> identify(SqlConnection connection, Wanted wanted, Scope scope) {
        return candidates(connection, wanted)
                .map(
                        rows ->
                                rows.stream()
                                        .filter(row -> isVisible(row, scope))
                                        .findFirst()
                                        .map(row -> row.getUUID("request_id")));
    }

    private static boolean isVisible(Row row, Scope scope) {
        return scope.projectId().map(row.getString("project_id")::equals).orElse(true);
    }

    private static Future<List<Row>> candidates(SqlConnection connection, Wanted wanted) {
        return switch (wanted) {
            case ById id -> BY_ID.rows(connection, id.requestId());
            case ByResponse response -> BY_RESPONSE.rows(connection, response.responseId());
            case NewestOf key -> NEWEST.rows(connection, key.keyId(), key.closed().orElse(null));
        };
    }

    private static Future<Optional<SettledRequest>> complete(
            SqlConnection connection, Optional<Row> event) {
        return event.map(row -> complete(connection, row).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private static Future<SettledRequest> complete(SqlConnection connection, Row event) {
        UUID id = event.getUUID("request_id");
        Future<EnergyRecord> energy = energy(connection, id);
        Future<List<Row>> attempts = ATTEMPTS.rows(connection, id);
        Future<Optional<ReportedOutcome>> outcome = OutcomeStore.newest(connection, id);
        Future<Optional<SealedIn>> block =
                SealedBookings.block(connection, event.getLong("booking_id"));
        return Future.all(energy, attempts, outcome, block)
                .map(
                        _ ->
                                settled(
                                        event,
                                        attempts.result(),
                                        isHosted(attempts.result())
                                                ? new EnergyRecord.Unmetered()
                                                : energy.result(),
                                        outcome.result(),
                                        block.result()));
    }

    private static boolean isHosted(List<Row> attempts) {
        return !attempts.isEmpty()
                && attempts.stream()
                        .allMatch(row -> row.getString("engine_kind").equals(EngineKinds.HOSTED));
    }

    private static Future<EnergyRecord> energy(SqlConnection connection, UUID id) {
        return COVER.rows(connection, id)
                .compose(cover -> SHARES.row(connection, id).map(shares -> energy(cover, shares)));
    }

    private static SettledRequest settled(
            Row event,
            List<Row> attempts,
            EnergyRecord energy,
            Optional<ReportedOutcome> outcome,
            Optional<SealedIn> block) {
        return new SettledRequest(
                EventRows.event(event, attempts.stream().map(EventRows::attempt).toList()),
                event.getInteger("price_version"),
                Optional.ofNullable(event.getString("price_tier")),
                event.getString("currency"),
                EventRows.charge(event),
                energy,
                outcome,
                block);
    }

    /**
     * Measured once every window of every attempt is attributed and took the attempt into account.
     */
    private static EnergyRecord energy(List<Row> cover, Row shares) {
        if (cover.isEmpty()) {
            return new EnergyRecord.Predicted("the request never reached an engine");
        }
        if (!all(cover, "to_end") || !all(cover, "attributed")) {
            return new EnergyRecord.Predicted("its meter windows have not closed and settled yet");
        }
        if (!all(cover, "from_start") || !all(cover, "counted")) {
            return new EnergyRecord.Predicted(
                    "it began before the meter, or settled after its windows were attributed");
        }
        if (!shares.getBoolean("costed")) {
            return new EnergyRecord.Predicted("its windows are attributed, their cost is not yet");
        }
        return new EnergyRecord.Measured(
                shares.getLong("prefill_uj"),
                shares.getLong("decode_uj"),
                shares.getLong("idle_share_uj"),
                cover.stream().mapToLong(row -> row.getLong("quality_ppm")).min().orElse(0),
                new Amounts(
                        shares.getLong("host_uj"),
                        shares.getLong("facility_uj"),
                        shares.getLong("gpu_nano"),
                        shares.getLong("electricity_nano"),
                        shares.getLong("carbon_ug")));
    }

    private static boolean all(List<Row> cover, String column) {
        return cover.stream().allMatch(row -> row.getBoolean(column));
    }
}
