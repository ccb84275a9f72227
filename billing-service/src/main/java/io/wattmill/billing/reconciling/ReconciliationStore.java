// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.Carried;
import io.wattmill.billing.reconcile.Measure;
import io.wattmill.billing.reconcile.Range;
import io.wattmill.billing.reconcile.Reconciled;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.reconciling.WindowKey.EngineName;
import io.wattmill.billing.reconciling.WindowKey.Standing;
import io.wattmill.billing.sql.AdvisoryLock;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reconciled windows, and what is to be reconciled next, in PostgreSQL. */
final class ReconciliationStore {

    /** The figures of a line that was written. */
    record Written(long ledger, long gateway, long source, Range carried) {}

    /** Held by the one service that reconciles; freed with the transaction. */
    static final AdvisoryLock LOCK = AdvisoryLock.named("wattreco");

    private static final Statement ENGINES =
            new Statement("SELECT node_id, engine_id FROM engine_counter ORDER BY 1, 2");

    /** The end of the last window, or else the first reading; and the reading that it ends at. */
    private static final Statement STANDING =
            new Statement(
                    """
                    SELECT r.ended_at, coalesce(r.to_at, f.read_at) AS from_at
                      FROM (SELECT min(read_at) AS read_at FROM engine_reading WHERE node_id = $1 AND engine_id = $2) f
                      LEFT JOIN LATERAL (SELECT ended_at, to_at FROM reconciliation
                           WHERE node_id = $1 AND engine_id = $2 AND scope = 1 ORDER BY started_at DESC, revision DESC LIMIT 1) r ON true
                     WHERE f.read_at IS NOT NULL\
                    """);

    private static final Statement CUT =
            new Statement(
                    """
                    SELECT read_at FROM engine_reading WHERE node_id = $1 AND engine_id = $2 AND read_at >= $3
                     ORDER BY read_at LIMIT 1\
                    """);

    /** Gateways that live and have not told yet what they had closed by the end of a window. */
    private static final Statement AWAITED =
            new Statement(
                    """
                    SELECT count(*) AS journals FROM gateway_journal j
                     WHERE j.seen_at > $1 AND EXISTS (SELECT FROM gateway_snapshot s WHERE s.journal_id = j.journal_id)
                       AND NOT EXISTS (SELECT FROM gateway_snapshot s WHERE s.journal_id = j.journal_id
                            AND s.taken_at >= $2 AND s.through_sequence <= j.settled_through)\
                    """);

    private static final Statement BEFORE =
            new Statement(
                    """
                    SELECT l.measure, l.ledger, l.gateway, l.source, l.carried_low, l.carried_high, r.strangers
                      FROM (SELECT id, strangers FROM reconciliation WHERE node_id = $1 AND engine_id = $2 AND scope = 1
                              AND started_at < $3 ORDER BY started_at DESC, revision DESC LIMIT 1) r
                      JOIN reconciliation_line l ON l.reconciliation_id = r.id\
                    """);
    private static final Statement WRITTEN =
            new Statement(
                    """
                    SELECT l.measure, l.ledger, l.gateway, l.source, l.carried_low, l.carried_high
                      FROM reconciliation r JOIN reconciliation_line l ON l.reconciliation_id = r.id
                     WHERE r.node_id = $1 AND r.engine_id = $2 AND r.scope = 1 AND r.started_at = $3 AND r.revision = $4\
                    """);
    private static final Statement INSERT =
            new Statement(
                    """
                    INSERT INTO reconciliation (node_id, engine_id, started_at, ended_at, revision, from_at, to_at, made_at,
                                                strangers, scope)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id\
                    """);
    private final SqlConnection connection;

    /** For one transaction. */
    ReconciliationStore(SqlConnection connection) {
        this.connection = connection;
    }

    /** True when this transaction is the one that reconciles. */
    Future<Boolean> lead() {
        return LOCK.tryTake(connection);
    }

    Future<List<EngineName>> engines() {
        return ENGINES.rows(connection)
                .map(
                        rows ->
                                rows.stream()
                                        .map(
                                                row ->
                                                        new EngineName(
                                                                row.getString("node_id"),
                                                                row.getString("engine_id")))
                                        .toList());
    }

    /** The window that follows the last one, once a reading ends it. */
    Future<Optional<WindowKey>> next(EngineName engine, long windowUs) {
        return STANDING.rows(connection, engine.nodeId(), engine.engineId())
                .compose(
                        rows ->
                                rows.isEmpty()
                                        ? Future.succeededFuture(Optional.empty())
                                        : next(engine, windowUs, rows.getFirst()));
    }

    private Future<Optional<WindowKey>> next(EngineName engine, long windowUs, Row standing) {
        Standing window = Standing.of(standing, windowUs);
        return CUT.rows(connection, engine.nodeId(), engine.engineId(), Instants.at(window.endUs()))
                .map(
                        cuts ->
                                cuts.stream()
                                        .findFirst()
                                        .map(cut -> Rows.us(cut, "read_at"))
                                        .map(toUs -> window.endedBy(Scope.ENGINE, engine, toUs)));
    }

    /** Whether a gateway that was heard of since still has to tell what it counted by then. */
    Future<Boolean> isAwaited(long heardSinceUs, long endUs) {
        return AWAITED.row(connection, Instants.at(heardSinceUs), Instants.at(endUs))
                .map(row -> row.getLong("journals") > 0);
    }

    /** What was carried out of the window before. */
    Future<Carried> carriedInto(WindowKey window) {
        return BEFORE.rows(
                        connection,
                        window.engine().nodeId(),
                        window.engine().engineId(),
                        Instants.at(window.startUs()))
                .map(
                        rows ->
                                new Carried(
                                        written(rows).entrySet().stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                Map.Entry::getKey,
                                                                line -> line.getValue().carried())),
                                        rows.stream()
                                                .anyMatch(row -> row.getBoolean("strangers"))));
    }

    /** The lines of a window that was reconciled. */
    Future<Map<Measure, Written>> written(WindowKey window) {
        return WRITTEN.rows(
                        connection,
                        window.engine().nodeId(),
                        window.engine().engineId(),
                        Instants.at(window.startUs()),
                        window.revision())
                .map(ReconciliationStore::written);
    }

    /** Writes the lines as the next revision of their window; its number. */
    Future<Long> write(WindowKey window, Reconciled reconciled, long nowUs) {
        return INSERT.row(
                        connection,
                        window.engine().nodeId(),
                        window.engine().engineId(),
                        Instants.at(window.startUs()),
                        Instants.at(window.endUs()),
                        window.revision() + 1,
                        Instants.at(window.fromUs()),
                        Instants.at(window.toUs()),
                        Instants.at(nowUs),
                        reconciled.strangers(),
                        (short) window.scope().id())
                .map(row -> row.getLong("id"))
                .compose(id -> LineTables.insert(connection, id, reconciled.lines()).map(id));
    }

    private static Map<Measure, Written> written(List<Row> rows) {
        return rows.stream()
                .collect(
                        Collectors.toMap(
                                row -> Measure.of(row.getShort("measure")),
                                row ->
                                        new Written(
                                                row.getLong("ledger"),
                                                row.getLong("gateway"),
                                                row.getLong("source"),
                                                new Range(
                                                        row.getLong("carried_low"),
                                                        row.getLong("carried_high")))));
    }
}
