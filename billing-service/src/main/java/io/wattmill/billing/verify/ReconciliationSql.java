// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I13. Each reconciled window has the ledger's attempts and its engine's counters, summed here
 * again; that of a node has the shares of its energy windows and the raw counters; an hour of a kWh
 * meter has what was imported, and no less than the energy windows inside it; its causes sum to the
 * differences; none of them is unexplained; the windows of an engine or node follow each other.
 * What is booked while this runs may or may not be in a window yet.
 */
final class ReconciliationSql {

    static final String BROKEN =
            """
            WITH attempts AS (
                SELECT r.id, x.measure, coalesce(sum(x.amount), 0) AS all_of_it,
                       coalesce(sum(x.amount) FILTER (WHERE e.booking_id <= s.booking_id), 0) AS seen
                  FROM reconciliation_current r CROSS JOIN reconciliation_seen s
                  JOIN usage_attempt a ON hashtext(a.node_id || '/' || a.engine_id) = hashtext(r.node_id || '/' || r.engine_id)
                       AND a.node_id = r.node_id AND a.engine_id = r.engine_id
                       AND a.ended_at > r.from_at AND a.ended_at <= r.to_at
                  JOIN usage_event e ON e.request_id = a.request_id
                  CROSS JOIN LATERAL (VALUES (1, 1), (2, a.input_uncached + a.cache_read + a.cache_write),
                                             (3, a.cache_read), (4, a.output + a.waste_tokens)) AS x (measure, amount)
                 GROUP BY r.id, x.measure),
            steps AS (
                SELECT r.id, e.boot, lag(e.boot) OVER w AS boot_before, x.measure, x.amount, lag(x.amount) OVER w AS before
                  FROM reconciliation_current r
                  JOIN engine_reading e ON e.node_id = r.node_id AND e.engine_id = r.engine_id
                       AND e.read_at BETWEEN r.from_at AND r.to_at
                  CROSS JOIN LATERAL (VALUES (1, e.requests), (2, e.prompt_tokens), (3, e.cached_tokens),
                                             (4, e.output_tokens)) AS x (measure, amount)
                WINDOW w AS (PARTITION BY r.id, x.measure ORDER BY e.read_at)),
            counted AS (
                SELECT id, measure, sum(CASE WHEN boot_before IS NULL THEN 0 WHEN boot = boot_before THEN amount - before
                                             ELSE amount END) AS amount
                  FROM steps GROUP BY id, measure),
            causes AS (
                SELECT reconciliation_id AS id, measure, coalesce(sum(amount) FILTER (WHERE side = 1), 0) AS gateway,
                       coalesce(sum(amount) FILTER (WHERE side = 2), 0) AS source,
                       coalesce(sum(abs(amount)) FILTER (WHERE cause = 20), 0) AS unexplained
                  FROM reconciliation_cause GROUP BY reconciliation_id, measure),
            lines AS (
                SELECT r.id, r.node_id || '/' || r.engine_id || ' at ' || epoch_us(r.started_at) || ', measure ' || l.measure
                       AS what, l.*, r.engine_id
                  FROM reconciliation_current r JOIN reconciliation_line l ON l.reconciliation_id = r.id),
            followed AS (
                SELECT node_id, engine_id, from_at, started_at, lag(to_at) OVER w AS reached, lag(ended_at) OVER w AS ended
                  FROM reconciliation_current WHERE scope <= 2
                WINDOW w AS (PARTITION BY node_id, engine_id, scope ORDER BY started_at)),
            shared AS (
                SELECT r.id, coalesce(sum(s.prefill_uj + s.decode_uj + s.idle_uj + s.empty_uj + s.unattributed_uj), 0) AS amount
                  FROM reconciliation_current r LEFT JOIN energy_window w ON w.node_id = r.node_id
                       AND w.ended_at > r.from_at AND w.ended_at <= r.to_at
                  LEFT JOIN energy_share s ON s.window_id = w.id
                 WHERE r.scope = 2 GROUP BY r.id),
            grown AS (
                SELECT r.id, m.host, m.raw_uj, m.observed_at,
                       lag(m.raw_uj) OVER (PARTITION BY r.id, m.host, m.source_id ORDER BY m.observed_at) AS before,
                       m.observed_at > r.from_at AS inside
                  FROM reconciliation_current r JOIN meter_reading m ON m.node_id = r.node_id AND m.observed_at <= r.to_at
                       AND m.observed_at >= coalesce((SELECT max(b.observed_at) FROM meter_reading b
                           WHERE b.node_id = m.node_id AND b.source_id = m.source_id AND b.host = m.host
                             AND b.observed_at <= r.from_at), r.from_at)
                 WHERE r.scope = 2),
            inside AS (
                SELECT r.id, coalesce(sum(w.energy_uj) FILTER (WHERE w.started_at >= r.from_at AND w.ended_at <= r.to_at
                                      AND c.booking_id <= s.booking_id), 0) AS least,
                       coalesce(sum(w.energy_uj), 0) AS most
                  FROM reconciliation_current r CROSS JOIN meter_seen s
                  LEFT JOIN (energy_window w JOIN window_cost c ON c.window_id = w.id AND c.revision = 1)
                    ON tstzrange(w.started_at, w.ended_at) && tstzrange(r.from_at, r.to_at)
                       AND CASE WHEN r.scope = 3 THEN w.node_id = r.node_id ELSE c.zone = r.node_id END
                 WHERE r.scope IN (3, 4) AND NOT EXISTS (SELECT FROM meter_due d
                       WHERE d.scope = r.scope AND d.name = r.node_id AND d.hour = r.started_at)
                 GROUP BY r.id),
            meters AS (
                SELECT id, CASE WHEN host THEN 6 ELSE 5 END AS measure,
                       sum(CASE WHEN raw_uj >= before THEN raw_uj - before ELSE raw_uj END) AS amount
                  FROM grown WHERE inside AND before IS NOT NULL GROUP BY id, host)
            SELECT l.what || ': the ledger has ' || coalesce(a.all_of_it, 0) || ', not ' || l.ledger AS what
              FROM lines l LEFT JOIN attempts a ON a.id = l.id AND a.measure = l.measure
             WHERE l.measure <= 4 AND l.ledger NOT BETWEEN coalesce(a.seen, 0) AND coalesce(a.all_of_it, 0)
            UNION ALL
            SELECT l.what || ': the engine counted ' || coalesce(c.amount, 0) || ', not ' || l.source
              FROM lines l LEFT JOIN counted c ON c.id = l.id AND c.measure = l.measure
             WHERE l.measure <= 4 AND l.source <> coalesce(c.amount, 0)
            UNION ALL
            SELECT l.what || ': the shares of its energy windows sum to ' || s.amount || ', not ' || l.ledger
              FROM lines l JOIN shared s ON s.id = l.id WHERE l.measure = 5 AND l.ledger <> s.amount
            UNION ALL
            SELECT l.what || ': the counters grew by ' || coalesce(m.amount, 0) || ', not ' || l.source
              FROM lines l LEFT JOIN meters m ON m.id = l.id AND m.measure = l.measure
             WHERE l.measure IN (5, 6) AND l.source <> coalesce(m.amount, 0)
            UNION ALL
            SELECT l.what || ': its causes are not its differences'
              FROM lines l LEFT JOIN causes c ON c.id = l.id AND c.measure = l.measure
             WHERE l.gateway - l.ledger <> coalesce(c.gateway, 0) OR l.source - l.ledger <> coalesce(c.source, 0)
            UNION ALL
            SELECT l.what || ': ' || c.unexplained || ' unexplained'
              FROM lines l JOIN causes c ON c.id = l.id AND c.measure = l.measure WHERE c.unexplained > 0
            UNION ALL
            SELECT r.node_id || '/' || r.engine_id || ' at ' || epoch_us(r.started_at) || ' has no lines'
              FROM reconciliation_current r
             WHERE NOT EXISTS (SELECT FROM reconciliation_line l WHERE l.reconciliation_id = r.id
                                  AND (r.scope = 1 OR l.measure = CASE WHEN r.scope = 2 THEN 5 ELSE 7 END))
            UNION ALL
            SELECT l.what || ': the meter counted ' || h.kwh || ' kWh, the parts are ' || m.device_uj || ', ' || m.host_uj
                   || ' and ' || m.facility_uj || '; not ' || l.source || ' and ' || l.ledger
              FROM lines l LEFT JOIN reconciliation_meter m ON m.reconciliation_id = l.id
              LEFT JOIN meter_hour h ON h.id = m.meter_hour_id
             WHERE l.measure = 7 AND (round(h.kwh * 3600000000000) = l.source AND m.device_uj + m.host_uj
                   + CASE WHEN h.boundary = 2 THEN m.facility_uj ELSE 0 END = l.ledger) IS NOT TRUE
            UNION ALL
            SELECT l.what || ': energy windows of the hour have from ' || i.least || ' to ' || i.most || ' device uJ, not '
                   || m.device_uj
              FROM lines l JOIN reconciliation_meter m ON m.reconciliation_id = l.id JOIN inside i ON i.id = l.id
             WHERE m.device_uj NOT BETWEEN i.least AND i.most
            UNION ALL
            SELECT 'a newer import of ' || h.name || ' at ' || epoch_us(h.hour) || ' is neither reconciled nor due'
              FROM meter_hour h
             WHERE NOT EXISTS (SELECT FROM meter_due d WHERE d.scope = h.scope AND d.name = h.name AND d.hour = h.hour)
               AND NOT EXISTS (SELECT FROM meter_hour n JOIN reconciliation_meter m ON m.meter_hour_id = n.id
                    WHERE n.scope = h.scope AND n.name = h.name AND n.hour = h.hour AND n.revision >= h.revision)
            UNION ALL
            SELECT node_id || '/' || engine_id || ' at ' || epoch_us(started_at) || ' does not follow the window before it'
              FROM followed WHERE reached <> from_at OR ended <> started_at\
            """;

    private ReconciliationSql() {}
}
