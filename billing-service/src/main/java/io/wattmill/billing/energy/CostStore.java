// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.cost.Amounts;
import io.wattmill.billing.cost.Bearer;
import io.wattmill.billing.cost.CostLine;
import io.wattmill.billing.energy.CostMaking.SignedLine;
import io.wattmill.billing.energy.CostedWindow.Before;
import io.wattmill.billing.energy.CostedWindow.Span;
import io.wattmill.billing.energy.CostedWindow.Terms;
import io.wattmill.billing.series.FacilityHours;
import io.wattmill.billing.series.SeriesKey;
import io.wattmill.billing.series.SeriesKind;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What windows' costs are made from and were made to, in the transaction of its connection. */
record CostStore(SqlConnection connection) {

    /** One row of a window's energy; {@code project} is empty for what no request used. */
    record SharedRow(
            long windowId, int ordinal, long deviceUj, long presentUs, Optional<String> project) {}

    private static final Statement DUE =
            new Statement(
                    """
                    WITH due AS (
                        SELECT d.window_id, (SELECT count(*) FROM energy_share s WHERE s.window_id = d.window_id) AS shares
                          FROM cost_due d ORDER BY d.window_id LIMIT $1),
                    summed AS (
                        SELECT window_id, sum(shares) OVER (ORDER BY window_id) - shares AS before FROM due)
                    SELECT window_id FROM summed WHERE before < $2 ORDER BY window_id\
                    """);
    private static final Statement DONE =
            new Statement("DELETE FROM cost_due WHERE window_id = ANY($1)");
    private static final Statement WINDOWS =
            new Statement(
                    """
                    SELECT w.id, w.node_id, w.engine_id, w.zone, w.started_at, w.ended_at, w.energy_uj, w.quality_ppm,
                           (SELECT sum(h.energy_uj)::bigint FROM energy_window_host h WHERE h.window_id = w.id) AS host_uj,
                           ARRAY(SELECT d.gpu_type FROM energy_window_device d WHERE d.window_id = w.id) AS gpu_types,
                           c.revision, c.zone AS cost_zone, c.price_version, c.currency, c.gpu_nano_per_hour
                      FROM energy_window w
                      LEFT JOIN LATERAL (SELECT * FROM window_cost v WHERE v.window_id = w.id
                                          ORDER BY v.revision DESC LIMIT 1) c ON true
                     WHERE w.id = ANY($1) ORDER BY w.id\
                    """);
    private static final Statement SHARED =
            new Statement(
                    """
                    SELECT s.window_id, s.ordinal,
                           s.prefill_uj + s.decode_uj + s.idle_uj + s.empty_uj + s.unattributed_uj AS device_uj,
                           CASE WHEN a.request_id IS NULL THEN 0
                                ELSE greatest((extract(epoch FROM least(a.ended_at, w.ended_at)
                                                                  - greatest(a.started_at, w.started_at))
                                               * 1000000)::bigint, 0) END AS present_us,
                           CASE WHEN s.request_id IS NOT NULL THEN coalesce(a.project_id, 'unknown') END AS project_id
                      FROM energy_share s JOIN energy_window w ON w.id = s.window_id
                      LEFT JOIN usage_attempt a ON a.request_id = s.request_id AND a.number = s.attempt
                     WHERE s.window_id = ANY($1) ORDER BY s.window_id, s.ordinal\
                    """);
    private static final Statement NEWEST_LINES =
            new Statement(
                    """
                    SELECT * FROM cost_line l
                     WHERE l.window_id = ANY($1) AND l.sign = 1
                       AND l.revision = (SELECT max(c.revision) FROM window_cost c WHERE c.window_id = l.window_id)
                     ORDER BY l.window_id, l.ordinal\
                    """);
    private static final Statement HOURS =
            new Statement(
                    """
                    SELECT DISTINCT ON (kind, zone, hour) kind, zone, hour, value FROM facility_hour
                     WHERE zone = ANY($1) AND hour > $2::timestamptz - interval '1 hour' AND hour < $3
                     ORDER BY kind, zone, hour, revision DESC\
                    """);

    /** Windows that wait, the oldest first, until they have so many shares. */
    Future<Long[]> due(int limit, int shares) {
        return DUE.rows(connection, limit, shares)
                .map(
                        rows ->
                                rows.stream()
                                        .map(row -> row.getLong("window_id"))
                                        .toArray(Long[]::new));
    }

    /** Takes windows from the queue. */
    Future<Void> done(Long[] ids) {
        return DONE.run(connection, (Object) ids);
    }

    /** The windows with these ids. */
    Future<List<CostedWindow>> windows(Long[] ids) {
        return NEWEST_LINES
                .rows(connection, (Object) ids)
                .map(CostStore::linesByWindow)
                .compose(
                        lines ->
                                WINDOWS.rows(connection, (Object) ids)
                                        .map(rows -> windows(rows, lines)));
    }

    /** Their rows of energy, by window. */
    Future<Map<Long, List<SharedRow>>> shared(Long[] ids) {
        return SHARED.rows(connection, (Object) ids)
                .map(
                        rows ->
                                rows.stream()
                                        .map(CostStore::shared)
                                        .collect(Collectors.groupingBy(SharedRow::windowId)));
    }

    /** The hours that these zones have in a span. */
    Future<FacilityHours> hours(Collection<String> zones, Span span) {
        return HOURS.rows(
                        connection,
                        zones.toArray(String[]::new),
                        Instants.at(span.startUs()),
                        Instants.at(span.endUs()))
                .map(CostStore::hours);
    }

    /** Writes costs. */
    Future<Void> write(long bookingId, List<CostMaking> makings) {
        List<SignedLine> lines = makings.stream().flatMap(CostMaking::lines).toList();
        return CostTables.costs(bookingId)
                .insert(connection, makings)
                .compose(_ -> CostTables.lines(bookingId).insert(connection, lines))
                .mapEmpty();
    }

    private static Map<Long, List<CostLine>> linesByWindow(List<Row> rows) {
        return rows.stream()
                .collect(
                        Collectors.groupingBy(
                                row -> row.getLong("window_id"),
                                Collectors.mapping(CostStore::line, Collectors.toList())));
    }

    private static CostLine line(Row row) {
        Bearer bearer = CostTables.bearer(row.getShort("bearer"), row.getString("owner"));
        Amounts amounts =
                new Amounts(
                        row.getLong("host_uj"),
                        row.getLong("facility_uj"),
                        row.getLong("gpu_nano"),
                        row.getLong("electricity_nano"),
                        row.getLong("carbon_ug"));
        return new CostLine(row.getInteger("ordinal"), bearer, amounts);
    }

    private static List<CostedWindow> windows(List<Row> rows, Map<Long, List<CostLine>> lines) {
        return rows.stream()
                .map(row -> window(row, lines.getOrDefault(row.getLong("id"), List.of())))
                .toList();
    }

    private static CostedWindow window(Row row, List<CostLine> lines) {
        return new CostedWindow(
                row.getLong("id"),
                row.getString("node_id"),
                row.getString("engine_id"),
                row.getString("zone"),
                new Span(Rows.us(row, "started_at"), Rows.us(row, "ended_at")),
                row.getLong("energy_uj"),
                row.getLong("quality_ppm"),
                Rows.maybeLong(row, "host_uj"),
                Arrays.asList(row.getArrayOfStrings("gpu_types")),
                terms(row).map(terms -> new Before(terms, lines)));
    }

    private static Optional<Terms> terms(Row row) {
        Integer revision = row.getInteger("revision");
        return revision == null
                ? Optional.empty()
                : Optional.of(
                        new Terms(
                                revision,
                                row.getString("cost_zone"),
                                row.getInteger("price_version"),
                                row.getString("currency"),
                                row.getLong("gpu_nano_per_hour")));
    }

    private static SharedRow shared(Row row) {
        return new SharedRow(
                row.getLong("window_id"),
                row.getInteger("ordinal"),
                row.getLong("device_uj"),
                row.getLong("present_us"),
                Optional.ofNullable(row.getString("project_id")));
    }

    private static FacilityHours hours(List<Row> rows) {
        Map<SeriesKey, Map<Long, BigDecimal>> hours = new HashMap<>();
        for (Row row : rows) {
            SeriesKey key =
                    new SeriesKey(
                            SeriesKind.of(row.getShort("kind")).orElseThrow(),
                            row.getString("zone"));
            hours.computeIfAbsent(key, _ -> new HashMap<>())
                    .put(Rows.us(row, "hour"), row.getBigDecimal("value"));
        }
        return new FacilityHours(hours);
    }
}
