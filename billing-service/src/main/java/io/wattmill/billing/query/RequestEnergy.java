// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.cost.Amounts;
import io.wattmill.billing.explain.EnergyRecord;
import io.wattmill.billing.sql.Statement;

import java.util.List;
import java.util.UUID;

/**
 * What the meters say of one request, once all windows that it ran in are attributed and costed.
 */
final class RequestEnergy {

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

    private RequestEnergy() {}

    /** The joules of a request, or why they are not known yet. */
    static Future<EnergyRecord> read(SqlConnection connection, UUID id) {
        return COVER.rows(connection, id)
                .compose(cover -> SHARES.row(connection, id).map(shares -> energy(cover, shares)));
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
