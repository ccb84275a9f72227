// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I12. Each window is the sum of its devices, or has the host's energy alone; each attributed one
 * is also the sum of its shares, and its transfers say the same; the windows of a device follow
 * each other without gap, from 0 to where the meter stands; the meter's total is its newest
 * reading.
 */
final class WindowSql {

    static final String BROKEN =
            """
            WITH devices AS (
                SELECT window_id, sum(energy_uj) AS uj FROM energy_window_device GROUP BY window_id),
            shares AS (
                SELECT window_id, sum(prefill_uj + decode_uj + idle_uj + empty_uj + unattributed_uj) AS uj
                  FROM energy_share GROUP BY window_id),
            moved AS (
                SELECT t.window_id, coalesce(sum(t.amount) FILTER (WHERE d.code = 125), 0) AS from_meter,
                       coalesce(sum(t.amount) FILTER (WHERE d.code BETWEEN 120 AND 124), 0) AS to_users
                  FROM transfer t JOIN account d ON d.id = t.debit_account
                 WHERE t.window_id IS NOT NULL GROUP BY t.window_id),
            chained AS (
                SELECT node_id, device_id, start_total_uj, end_total_uj,
                       lag(end_total_uj, 1, 0::bigint) OVER (
                           PARTITION BY node_id, device_id ORDER BY window_id) AS before
                  FROM energy_window_device),
            ends AS (
                SELECT node_id, device_id, max(end_total_uj) AS closed FROM energy_window_device
                 GROUP BY node_id, device_id),
            newest AS (
                SELECT DISTINCT ON (node_id, source_id, host) node_id, source_id, host, total_uj
                  FROM meter_reading ORDER BY node_id, source_id, host, observed_at DESC)
            SELECT 'window ' || w.id || ' is not the sum of its devices' AS what
              FROM energy_window w LEFT JOIN devices d ON d.window_id = w.id
             WHERE w.energy_uj <> coalesce(d.uj, 0)
                OR d.window_id IS NULL AND NOT EXISTS (SELECT FROM energy_window_host h WHERE h.window_id = w.id)
            UNION ALL
            SELECT 'window ' || w.id || ' is not the sum of its shares'
              FROM energy_window w JOIN energy_attribution a ON a.window_id = w.id
              LEFT JOIN shares s ON s.window_id = w.id
             WHERE w.energy_uj <> coalesce(s.uj, -1)
            UNION ALL
            SELECT 'window ' || w.id || ' differs from its transfers'
              FROM energy_window w JOIN energy_attribution a ON a.window_id = w.id
              LEFT JOIN moved m ON m.window_id = w.id
             WHERE w.energy_uj <> coalesce(m.from_meter, 0) OR w.energy_uj <> coalesce(m.to_users, 0)
            UNION ALL
            SELECT 'window ' || w.id || ' is neither attributed nor pending, or both'
              FROM energy_window w LEFT JOIN energy_attribution a ON a.window_id = w.id
              LEFT JOIN energy_pending p ON p.window_id = w.id
             WHERE (a.window_id IS NULL) = (p.window_id IS NULL)
            UNION ALL
            SELECT 'device ' || node_id || '/' || device_id || ' has a gap between windows'
              FROM chained WHERE start_total_uj <> before
            UNION ALL
            SELECT 'device ' || s.node_id || '/' || s.source_id || ' has windows up to ' || coalesce(e.closed, 0)
                   || ' uJ where its meter closed ' || s.window_total_uj || ' uJ'
              FROM meter_source s LEFT JOIN ends e ON e.node_id = s.node_id AND e.device_id = s.source_id
             WHERE NOT s.host AND s.window_total_uj <> coalesce(e.closed, 0)
            UNION ALL
            SELECT 'meter ' || s.node_id || '/' || s.source_id || ' is not its newest reading'
              FROM meter_source s LEFT JOIN newest n
                ON n.node_id = s.node_id AND n.source_id = s.source_id AND n.host = s.host
             WHERE s.total_uj <> coalesce(n.total_uj, -1)\
            """;

    private WindowSql() {}
}
