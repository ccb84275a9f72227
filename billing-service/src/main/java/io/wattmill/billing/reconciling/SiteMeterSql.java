// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.wattmill.billing.sql.Statement;

/**
 * What the ledger has of an hour of a kWh meter. Parameters: scope, name, hour, the zone of nodes
 * that name none, and how many microseconds before the hour a node must have been read to be
 * missed.
 */
final class SiteMeterSql {

    private static final String OWN =
            """
            CASE WHEN $1::smallint = 3 THEN w.node_id = $2::text
                 ELSE coalesce(nullif(w.zone, ''), $4::text) = $2::text END\
            """;

    /**
     * Windows inside the hour count whole. Of one that crosses an end, the device joules inside are
     * known within the readings around that end; what is beside them follows them, or, where the
     * host has a meter of its own or the devices used nothing, is anything up to the whole. A
     * window by the host's meters alone has no devices at all.
     */
    static final Statement FIGURES =
            new Statement(
                    """
                    WITH own AS (
                        SELECT w.id, w.node_id, w.started_at, w.ended_at, w.energy_uj, c.window_id IS NULL AS uncosted,
                               coalesce(c.host_uj, 0) AS host_uj, coalesce(c.facility_uj, 0) AS facility_uj,
                               coalesce(c.host_metered, false) AS host_metered,
                               w.started_at < $3::timestamptz OR w.ended_at > $3 + interval '1 hour' AS crosses,
                               EXISTS (SELECT FROM facility_hour f WHERE f.kind = 3 AND f.hour = $3
                                          AND f.zone = coalesce(nullif(w.zone, ''), $4)) AS pue_known
                          FROM energy_window w
                          LEFT JOIN LATERAL (SELECT * FROM window_cost WHERE window_id = w.id ORDER BY revision DESC LIMIT 1) c
                            ON true
                         WHERE tstzrange(w.started_at, w.ended_at) && tstzrange($3, $3 + interval '1 hour') AND %1$s),
                    cuts AS (
                        SELECT w.id, d.energy_uj, d.start_total_uj AS start,
                               CASE WHEN w.started_at < $3 THEN b.low ELSE d.start_total_uj END AS from_low,
                               CASE WHEN w.started_at < $3 THEN a.high ELSE d.start_total_uj END AS from_high,
                               CASE WHEN w.ended_at > $3 + interval '1 hour' THEN y.low ELSE d.end_total_uj END AS to_low,
                               CASE WHEN w.ended_at > $3 + interval '1 hour' THEN z.high ELSE d.end_total_uj END AS to_high
                          FROM own w JOIN energy_window_device d ON d.window_id = w.id
                          LEFT JOIN LATERAL (SELECT total_uj AS low FROM meter_reading WHERE node_id = w.node_id AND w.crosses
                               AND source_id = d.device_id AND NOT host AND observed_at <= $3 ORDER BY observed_at DESC LIMIT 1) b ON true
                          LEFT JOIN LATERAL (SELECT total_uj AS high FROM meter_reading WHERE node_id = w.node_id AND w.crosses
                               AND source_id = d.device_id AND NOT host AND observed_at >= $3 ORDER BY observed_at LIMIT 1) a ON true
                          LEFT JOIN LATERAL (SELECT total_uj AS low FROM meter_reading WHERE node_id = w.node_id AND w.crosses
                               AND source_id = d.device_id AND NOT host AND observed_at <= $3 + interval '1 hour'
                               ORDER BY observed_at DESC LIMIT 1) y ON true
                          LEFT JOIN LATERAL (SELECT total_uj AS high FROM meter_reading WHERE node_id = w.node_id AND w.crosses
                               AND source_id = d.device_id AND NOT host AND observed_at >= $3 + interval '1 hour'
                               ORDER BY observed_at LIMIT 1) z ON true),
                    inside AS (
                        SELECT id, sum(least(greatest(coalesce(to_low, start) - coalesce(from_high, start + energy_uj), 0), energy_uj)) AS low,
                               sum(least(greatest(coalesce(to_high, start + energy_uj) - coalesce(from_low, start), 0), energy_uj)) AS high
                          FROM cuts GROUP BY id),
                    parts AS (
                        SELECT w.*, coalesce(i.low, 0) AS low, coalesce(i.high, 0) AS high,
                               coalesce(div(i.low + i.high, 2), 0) AS mid,
                               CASE WHEN NOT crosses THEN 1
                                    WHEN energy_uj > 0 THEN (i.low + i.high) / (2 * energy_uj::numeric)
                                    ELSE (extract(epoch FROM least(ended_at, $3 + interval '1 hour') - greatest(started_at, $3))
                                          / extract(epoch FROM ended_at - started_at))::numeric END AS part,
                               CASE WHEN NOT crosses THEN 1 WHEN energy_uj > 0 AND NOT host_metered THEN i.low / energy_uj::numeric
                                    ELSE 0 END AS least_part,
                               CASE WHEN NOT crosses THEN 1 WHEN energy_uj > 0 AND NOT host_metered THEN i.high / energy_uj::numeric
                                    ELSE 1 END AS most_part
                          FROM own w LEFT JOIN inside i ON i.id = w.id),
                    covered AS (
                        SELECT w.node_id, d.device_id, sum(extract(epoch FROM least(w.ended_at, $3 + interval '1 hour')
                                                           - greatest(w.started_at, $3)) * 1000000)::bigint AS us
                          FROM own w JOIN energy_window_device d ON d.window_id = w.id GROUP BY w.node_id, d.device_id),
                    known AS (
                        SELECT node_id, device_id FROM covered
                        UNION SELECT w.node_id, d.device_id FROM energy_window w JOIN energy_window_device d ON d.window_id = w.id
                         WHERE tstzrange(w.started_at, w.ended_at) && tstzrange($3 - $5::bigint * interval '1 us', $3) AND %1$s),
                    unread AS (
                        SELECT count(*) AS devices, coalesce(sum(greatest(3600000000 - coalesce(c.us, 0), 0)), 0)::bigint AS us
                          FROM known k LEFT JOIN covered c ON c.node_id = k.node_id AND c.device_id = k.device_id)
                    SELECT coalesce(sum(mid), 0)::bigint AS device_uj, coalesce(sum(round(host_uj * part)), 0)::bigint AS host_uj,
                           coalesce(sum(round(facility_uj * part)), 0)::bigint AS facility_uj,
                           coalesce(sum(low), 0)::bigint AS device_low, coalesce(sum(high), 0)::bigint AS device_high,
                           coalesce(sum(floor(host_uj * least_part)), 0)::bigint AS host_low,
                           coalesce(sum(ceil(host_uj * most_part)), 0)::bigint AS host_high,
                           coalesce(sum(floor(facility_uj * least_part)), 0)::bigint AS facility_low,
                           coalesce(sum(ceil(facility_uj * most_part)), 0)::bigint AS facility_high,
                           coalesce(sum(round(host_uj * part)) FILTER (WHERE NOT host_metered), 0)::bigint AS host_assumed,
                           coalesce(sum(round(facility_uj * part)) FILTER (WHERE NOT pue_known), 0)::bigint AS facility_assumed,
                           count(*) FILTER (WHERE uncosted) AS uncosted, u.devices, u.us AS unread_us
                      FROM unread u LEFT JOIN parts ON true GROUP BY u.devices, u.us\
                    """
                            .formatted(OWN));

    /** Nodes that were read in or shortly before the hour and have no window past its end. */
    static final Statement AWAITED =
            new Statement(
                    """
                    SELECT count(DISTINCT w.node_id) AS nodes FROM energy_window w
                     WHERE tstzrange(w.started_at, w.ended_at)
                           && tstzrange($3::timestamptz - $5::bigint * interval '1 us', $3 + interval '1 hour')
                       AND %s
                       AND NOT EXISTS (SELECT FROM energy_window n WHERE n.node_id = w.node_id
                            AND n.ended_at >= $3 + interval '1 hour')\
                    """
                            .formatted(OWN));

    private SiteMeterSql() {}
}
