// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.ledger.Bookings;
import io.wattmill.billing.outcome.OutcomeReport;
import io.wattmill.billing.outcome.ReportedOutcome;
import io.wattmill.billing.query.RequestStore.Scope;
import io.wattmill.billing.query.RequestStore.Wanted;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Keeps what came of requests: rows are only added. */
public final class OutcomeStore {

    /** Reports of one request take turns, so that revisions have no gap and no fight. */
    private static final Statement TURN =
            new Statement("SELECT pg_advisory_xact_lock(hashtextextended($1, 4))");

    private static final Statement NEWEST =
            new Statement(
                    "SELECT * FROM outcome WHERE request_id = $1 ORDER BY revision DESC LIMIT 1");
    private static final Statement ADD =
            new Statement(
                    "INSERT INTO outcome (request_id, revision, key_id, success, score, value_nano,"
                            + " label, reported_at, booking_id) VALUES ($1, $2, $3, $4, $5, $6,"
                            + " $7, $8, $9)");

    private final Pool pool;
    private final int maxRevisions;

    /**
     * @param maxRevisions most different reports of one request
     */
    public OutcomeStore(Pool pool, int maxRevisions) {
        this.pool = pool;
        this.maxRevisions = maxRevisions;
    }

    /** What came of a report. */
    public sealed interface Recorded {}

    /** It counts from now on, or has counted already. */
    public record Counts(UUID requestId, ReportedOutcome outcome) implements Recorded {}

    /** There is no such settled request that the caller may see. */
    public record NoSuchRequest() implements Recorded {}

    /** The request has had its share of different reports. */
    public record TooMany(int limit) implements Recorded {}

    /** Adds a report, unless the newest one says the same. */
    public Future<Recorded> add(
            Wanted wanted, Scope scope, String keyId, OutcomeReport report, long nowUs) {
        return Transactions.run(
                pool,
                connection ->
                        RequestStore.identify(connection, wanted, scope)
                                .compose(
                                        id ->
                                                id.map(
                                                                request ->
                                                                        add(
                                                                                connection,
                                                                                request,
                                                                                keyId,
                                                                                report,
                                                                                nowUs))
                                                        .orElseGet(OutcomeStore::nowhere)));
    }

    private static Future<Recorded> nowhere() {
        return Future.succeededFuture(new NoSuchRequest());
    }

    private Future<Recorded> add(
            SqlConnection connection, UUID id, String keyId, OutcomeReport report, long nowUs) {
        return TURN.run(connection, id.toString())
                .compose(_ -> newest(connection, id))
                .compose(
                        before -> {
                            if (before.isPresent() && before.get().report().saysTheSameAs(report)) {
                                return Future.succeededFuture(new Counts(id, before.get()));
                            }
                            int revision = before.map(ReportedOutcome::revision).orElse(0) + 1;
                            var next = new ReportedOutcome(revision, report, nowUs);
                            return revision > maxRevisions
                                    ? Future.succeededFuture(new TooMany(maxRevisions))
                                    : insert(connection, id, keyId, next);
                        });
    }

    private static Future<Recorded> insert(
            SqlConnection connection, UUID id, String keyId, ReportedOutcome outcome) {
        return Bookings.open(connection, Bookings.Kind.OUTCOME, keyId)
                .compose(bookingId -> insert(connection, id, keyId, outcome, bookingId))
                .map(_ -> new Counts(id, outcome));
    }

    private static Future<Void> insert(
            SqlConnection connection,
            UUID id,
            String keyId,
            ReportedOutcome outcome,
            long bookingId) {
        OutcomeReport report = outcome.report();
        return ADD.run(
                connection,
                id,
                outcome.revision(),
                keyId,
                report.success(),
                report.score().orElse(null),
                boxed(report.valueNano()),
                report.label(),
                Instants.at(outcome.reportedAtUs()),
                bookingId);
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** The report that counts. */
    static Future<Optional<ReportedOutcome>> newest(SqlClient client, UUID id) {
        return NEWEST.rows(client, id)
                .map(List::stream)
                .map(rows -> rows.findFirst().map(OutcomeStore::read));
    }

    private static ReportedOutcome read(Row row) {
        return new ReportedOutcome(
                row.getInteger("revision"),
                new OutcomeReport(
                        row.getBoolean("success"),
                        Optional.ofNullable(row.getBigDecimal("score")),
                        Rows.maybeLong(row, "value_nano"),
                        row.getString("label")),
                Rows.us(row, "reported_at"));
    }
}
