// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I13. Each reconciled window has the ledger's attempts and its engine's counters, summed here
 * again; its causes sum to the differences; none of them is unexplained; the windows of an engine
 * follow each other. What is booked while this runs may or may not be in a window yet.
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
                  FROM reconciliation_current WINDOW w AS (PARTITION BY node_id, engine_id ORDER BY started_at))
            SELECT l.what || ': the ledger has ' || coalesce(a.all_of_it, 0) || ', not ' || l.ledger AS what
              FROM lines l LEFT JOIN attempts a ON a.id = l.id AND a.measure = l.measure
             WHERE l.measure <= 4 AND l.ledger NOT BETWEEN coalesce(a.seen, 0) AND coalesce(a.all_of_it, 0)
            UNION ALL
            SELECT l.what || ': the engine counted ' || coalesce(c.amount, 0) || ', not ' || l.source
              FROM lines l LEFT JOIN counted c ON c.id = l.id AND c.measure = l.measure
             WHERE l.measure <= 4 AND l.source <> coalesce(c.amount, 0)
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
             WHERE NOT EXISTS (SELECT FROM reconciliation_line l WHERE l.reconciliation_id = r.id)
            UNION ALL
            SELECT node_id || '/' || engine_id || ' at ' || epoch_us(started_at) || ' does not follow the window before it'
              FROM followed WHERE reached <> from_at OR ended <> started_at\
            """;

    private ReconciliationSql() {}
}
