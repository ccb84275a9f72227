// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.reconcile.Cause;
import io.wattmill.billing.reconcile.Measure;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reconciled windows as administrators see them. */
public final class ReconciliationReport {

    /**
     * One window of one engine, node or kWh meter.
     *
     * @param scope engine, node, node_meter or zone_meter
     * @param nodeId of a zone's meter the zone
     * @param engineId empty but for engines
     * @param endedAt {@code started_at} and this are the clock's; {@code from} and {@code to} are
     *     the readings between which the engine is compared
     * @param revision above 1 when usage came after it was first reconciled
     */
    public record Window(
            String scope,
            String nodeId,
            String engineId,
            String startedAt,
            String endedAt,
            String from,
            String to,
            int revision,
            List<Figures> measures,
            @Nullable Metered meter) {}

    /**
     * One measure.
     *
     * @param gateway what gateways counted; null of joules
     * @param source what the engine, or the meter, counted
     * @param gatewayDifferences causes of {@code gateway - ledger}
     * @param sourceDifferences causes of {@code source - ledger}
     */
    public record Figures(
            String measure,
            long ledger,
            @Nullable Long gateway,
            long source,
            Map<String, Long> gatewayDifferences,
            Map<String, Long> sourceDifferences) {}

    /** A place among windows: those that come after it. */
    public record Place(long startedUs, long id) {}

    /**
     * A page.
     *
     * @param next where the next one begins; nothing when there is none
     */
    public record Page(List<Window> windows, List<Place> next) {}

    private static final Statement WINDOWS =
            new Statement(
                    """
                    SELECT r.id, r.scope, r.node_id, r.engine_id, r.started_at, r.ended_at, r.from_at, r.to_at, r.revision
                      FROM reconciliation r
                     WHERE r.started_at < $2 AND r.started_at >= $1 AND (r.started_at, r.id) > ($3, $4) AND r.scope = ANY($6)
                       AND NOT EXISTS (SELECT FROM reconciliation n WHERE n.node_id = r.node_id
                            AND n.engine_id = r.engine_id AND n.scope = r.scope AND n.started_at = r.started_at AND n.revision > r.revision)
                     ORDER BY r.started_at, r.id LIMIT $5\
                    """);
    private static final Statement LINES =
            new Statement(
                    """
                    SELECT reconciliation_id, measure, ledger, gateway, source FROM reconciliation_line
                     WHERE reconciliation_id = ANY($1) ORDER BY reconciliation_id, measure\
                    """);
    private static final Statement CAUSES =
            new Statement(
                    """
                    SELECT reconciliation_id, measure, side, cause, amount FROM reconciliation_cause
                     WHERE reconciliation_id = ANY($1) ORDER BY reconciliation_id, measure, side, cause\
                    """);

    private static final Statement METERS =
            new Statement(
                    """
                    SELECT m.*, h.boundary, h.tolerance_ppm, h.revision, h.kwh, l.source, l.ledger
                      FROM reconciliation_meter m JOIN meter_hour h ON h.id = m.meter_hour_id
                      JOIN reconciliation_line l ON l.reconciliation_id = m.reconciliation_id
                     WHERE m.reconciliation_id = ANY($1)\
                    """);

    private final Pool pool;

    public ReconciliationReport(Pool pool) {
        this.pool = pool;
    }

    /**
     * Windows that started in a span of time, epoch microseconds, in order.
     *
     * @param after where the page before ended
     */
    public Future<Page> page(
            long fromUs, long toUs, Collection<Scope> scopes, Place after, int limit) {
        return WINDOWS.rows(
                        pool,
                        Instants.at(fromUs),
                        Instants.at(toUs),
                        Instants.at(after.startedUs()),
                        after.id(),
                        limit + 1,
                        scopes.stream().map(scope -> (short) scope.id()).toArray(Short[]::new))
                .compose(rows -> page(rows, limit));
    }

    private Future<Page> page(List<Row> rows, int limit) {
        List<Row> shown = rows.subList(0, Math.min(limit, rows.size()));
        List<Place> next =
                rows.size() > limit ? List.of(place(shown.getLast())) : Collections.emptyList();
        Long[] ids = shown.stream().map(row -> row.getLong("id")).toArray(Long[]::new);
        return LINES.rows(pool, (Object) ids)
                .compose(lines -> CAUSES.rows(pool, (Object) ids).map(causes -> by(lines, causes)))
                .compose(
                        figures ->
                                METERS.rows(pool, (Object) ids)
                                        .map(meters -> windows(shown, figures, meters)))
                .map(windows -> new Page(windows, next));
    }

    private static Place place(Row row) {
        return new Place(Rows.us(row, "started_at"), row.getLong("id"));
    }

    private static Map<Long, List<Figures>> by(List<Row> lines, List<Row> causes) {
        Map<Long, List<Figures>> figures = new HashMap<>();
        for (Row line : lines) {
            figures.computeIfAbsent(line.getLong("reconciliation_id"), _ -> new ArrayList<>())
                    .add(figures(line, causes));
        }
        return figures;
    }

    private static List<Window> windows(
            List<Row> rows, Map<Long, List<Figures>> figures, List<Row> meters) {
        Map<Long, Metered> metered =
                meters.stream()
                        .collect(
                                Collectors.toMap(
                                        row -> row.getLong("reconciliation_id"), Metered::of));
        return rows.stream()
                .map(
                        row ->
                                window(
                                        row,
                                        figures.getOrDefault(row.getLong("id"), List.of()),
                                        metered.get(row.getLong("id"))))
                .toList();
    }

    private static Window window(Row row, List<Figures> figures, @Nullable Metered meter) {
        return new Window(
                Scope.of(row.getShort("scope")).text(),
                row.getString("node_id"),
                row.getString("engine_id"),
                text(row, "started_at"),
                text(row, "ended_at"),
                text(row, "from_at"),
                text(row, "to_at"),
                row.getInteger("revision"),
                figures,
                meter);
    }

    private static String text(Row row, String column) {
        Instant at = row.getOffsetDateTime(column).toInstant();
        return at.toString();
    }

    private static Figures figures(Row line, List<Row> causes) {
        Measure measure = Measure.of(line.getShort("measure"));
        return new Figures(
                measure.text(),
                line.getLong("ledger"),
                Measure.OF_ENGINES.contains(measure) ? line.getLong("gateway") : null,
                line.getLong("source"),
                side(1, line, causes),
                side(2, line, causes));
    }

    private static Map<String, Long> side(int side, Row line, List<Row> causes) {
        Map<String, Long> named = new LinkedHashMap<>();
        causes.stream()
                .filter(cause -> cause.getShort("side") == side && belongs(cause, line))
                .forEach(
                        cause ->
                                named.put(
                                        Cause.of(cause.getShort("cause")).text(),
                                        cause.getLong("amount")));
        return named;
    }

    private static boolean belongs(Row cause, Row line) {
        return cause.getLong("reconciliation_id").equals(line.getLong("reconciliation_id"))
                && cause.getShort("measure").equals(line.getShort("measure"));
    }
}
