// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
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
        Future<EnergyRecord> energy = RequestEnergy.read(connection, id);
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
}
