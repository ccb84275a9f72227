// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I12 beyond the devices. Each attributed window has a cost or waits for one; its amounts follow
 * from its factors; the lines of each revision sum to them, those of all but the newest are taken
 * back, and the ledgers of energy, cost and carbon have moved by the newest; a host's windows sum
 * to where its meter was last cut.
 */
final class CostSql {

    static final String BROKEN =
            """
            WITH newest AS (
                SELECT DISTINCT ON (window_id) * FROM window_cost ORDER BY window_id, revision DESC),
            hosts AS (
                SELECT window_id, sum(energy_uj) AS uj FROM energy_window_host GROUP BY window_id),
            lines AS (
                SELECT window_id, revision, sum(host_uj) AS host_uj, sum(facility_uj) AS facility_uj,
                       sum(gpu_nano) AS gpu_nano, sum(electricity_nano) AS electricity_nano, sum(carbon_ug) AS carbon_ug
                  FROM cost_line WHERE sign = 1 GROUP BY window_id, revision),
            counting AS (
                SELECT window_id, ordinal, revision, sum(sign) AS times, sum(sign * host_uj) AS host_uj,
                       sum(sign * (facility_uj + gpu_nano + electricity_nano + carbon_ug)) AS others, max(sign) AS booked
                  FROM cost_line GROUP BY window_id, ordinal, revision),
            moved AS (
                SELECT t.window_id,
                       sum(CASE WHEN d.code IN (126, 127) THEN amount WHEN c.code IN (126, 127) THEN -amount ELSE 0 END) AS host_uj,
                       sum(CASE WHEN d.code IN (128, 129) THEN amount WHEN c.code IN (128, 129) THEN -amount ELSE 0 END) AS facility_uj,
                       sum(CASE WHEN c.code = 410 THEN amount WHEN d.code = 410 THEN -amount ELSE 0 END) AS gpu_nano,
                       sum(CASE WHEN c.code = 411 THEN amount WHEN d.code = 411 THEN -amount ELSE 0 END) AS electricity_nano,
                       sum(CASE WHEN c.code = 610 THEN amount WHEN d.code = 610 THEN -amount ELSE 0 END) AS carbon_ug
                  FROM transfer t JOIN account d ON d.id = t.debit_account JOIN account c ON c.id = t.credit_account
                 WHERE t.window_id IS NOT NULL GROUP BY t.window_id),
            exact AS (
                SELECT v.*, w.energy_uj + v.host_uj AS it_uj, w.energy_uj + v.host_uj + v.facility_uj AS site_uj,
                       h.uj AS metered_uj, extract(epoch FROM w.ended_at - w.started_at) * 1000000 AS us
                  FROM window_cost v JOIN energy_window w ON w.id = v.window_id
                  LEFT JOIN hosts h ON h.window_id = v.window_id)
            SELECT 'window ' || a.window_id || ' has no cost and waits for none' AS what
              FROM energy_attribution a LEFT JOIN newest n ON n.window_id = a.window_id
              LEFT JOIN cost_due d ON d.window_id = a.window_id
             WHERE n.window_id IS NULL AND d.window_id IS NULL
            UNION ALL
            SELECT 'window ' || window_id || ' revision ' || revision || ' does not follow from its factors'
              FROM exact
             WHERE facility_uj <> div(it_uj::numeric * (pue_ppm - 1000000), 1000000)
                OR carbon_ug <> div(site_uj::numeric * carbon_ug_per_kwh, 3600000000000)
                OR abs(electricity_nano - site_uj::numeric * electricity_price_per_kwh / 3600) > 1
                OR abs(gpu_nano - gpu_nano_per_hour::numeric * us / 3600000000) > 1
                OR host_metered <> (metered_uj IS NOT NULL) OR host_metered AND host_uj <> metered_uj
            UNION ALL
            SELECT 'window ' || v.window_id || ' revision ' || v.revision || ' is not the sum of its lines'
              FROM window_cost v FULL JOIN lines l ON l.window_id = v.window_id AND l.revision = v.revision
             WHERE (v.host_uj, v.facility_uj, v.gpu_nano, v.electricity_nano, v.carbon_ug) IS DISTINCT FROM
                   (l.host_uj, l.facility_uj, l.gpu_nano, l.electricity_nano, l.carbon_ug)
            UNION ALL
            SELECT 'window ' || c.window_id || ' revision ' || c.revision || ' is not taken back, or not as it was booked'
              FROM counting c LEFT JOIN newest n ON n.window_id = c.window_id
             WHERE booked <> 1 OR times <> CASE WHEN c.revision = n.revision THEN 1 ELSE 0 END
                OR c.revision < n.revision AND (c.host_uj <> 0 OR others <> 0)
            UNION ALL
            SELECT 'window ' || n.window_id || ' differs from its transfers of cost'
              FROM newest n LEFT JOIN moved m ON m.window_id = n.window_id
             WHERE n.host_uj <> coalesce(m.host_uj, 0) OR n.facility_uj <> coalesce(m.facility_uj, 0)
                OR n.gpu_nano <> coalesce(m.gpu_nano, 0) OR n.electricity_nano <> coalesce(m.electricity_nano, 0)
                OR n.carbon_ug <> coalesce(m.carbon_ug, 0)
            UNION ALL
            SELECT 'host meter ' || s.node_id || '/' || s.source_id || ' was cut at ' || s.window_total_uj
                   || ' uJ, its windows have ' || coalesce(sum(h.energy_uj), 0)
              FROM meter_source s LEFT JOIN energy_window_host h ON h.node_id = s.node_id AND h.source_id = s.source_id
             WHERE s.host GROUP BY s.node_id, s.source_id, s.window_total_uj
            HAVING s.window_total_uj <> coalesce(sum(h.energy_uj), 0)\
            """;

    private CostSql() {}
}
