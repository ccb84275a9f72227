// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I5. An event's transfer carries its charge, and none lacks its event; the token transfers of a
 * booking are the tokens of its events, by project on one side and by engine on the other.
 */
final class EventSql {

    static final String BROKEN =
            """
            WITH charged AS (
                SELECT event_id, sum(amount) AS nano FROM transfer
                 WHERE event_id IS NOT NULL AND ledger = 1 GROUP BY event_id),
            moved AS (
                SELECT t.booking_id, a.code, a.owner, sum(t.amount) AS tokens
                  FROM transfer t CROSS JOIN LATERAL (VALUES (t.debit_account), (t.credit_account)) AS side (account)
                  JOIN account a ON a.id = side.account
                 WHERE t.ledger = 2 AND a.code < 500 AND a.code <> 114 GROUP BY 1, 2, 3),
            served AS (
                SELECT DISTINCT ON (request_id) request_id, node_id || '/' || engine_id AS engine
                  FROM usage_attempt ORDER BY request_id, number DESC),
            used AS (
                SELECT e.booking_id, kind.code, coalesce(kind.owner, 'unknown/unknown') AS owner, sum(kind.tokens) AS tokens
                  FROM usage_event e LEFT JOIN served s ON s.request_id = e.request_id
                  CROSS JOIN LATERAL (VALUES
                       (110, e.project_id, e.input_uncached), (111, e.project_id, e.cache_read),
                       (112, e.project_id, e.cache_write), (113, e.project_id, e.output),
                       (210, s.engine, e.input_uncached), (211, s.engine, e.cache_read),
                       (212, s.engine, e.cache_write), (213, s.engine, e.output)) AS kind (code, owner, tokens)
                 WHERE kind.tokens > 0 GROUP BY 1, 2, 3)
            SELECT 'event ' || coalesce(e.request_id, c.event_id) AS what
              FROM usage_event e FULL JOIN charged c ON c.event_id = e.request_id
             WHERE e.request_id IS NULL OR coalesce(c.nano, 0) <> e.charged_nano
            UNION ALL
            SELECT 'booking ' || coalesce(u.booking_id, m.booking_id) || ': tokens of ' || coalesce(u.owner, m.owner)
              FROM used u FULL JOIN moved m USING (booking_id, code, owner)
             WHERE coalesce(u.tokens, 0) <> coalesce(m.tokens, 0)\
            """;

    private EventSql() {}
}
