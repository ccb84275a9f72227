// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I5. An event's transfers, found by event, carry its charge and each kind of its tokens; none
 * lacks its event.
 */
final class EventSql {

    static final String BROKEN =
            """
            WITH moved AS (
                SELECT t.event_id,
                       coalesce(sum(t.amount) FILTER (WHERE a.code = 100), 0) AS charged,
                       coalesce(sum(t.amount) FILTER (WHERE a.code = 110), 0) AS input_uncached,
                       coalesce(sum(t.amount) FILTER (WHERE a.code = 111), 0) AS cache_read,
                       coalesce(sum(t.amount) FILTER (WHERE a.code = 112), 0) AS cache_write,
                       coalesce(sum(t.amount) FILTER (WHERE a.code = 113), 0) AS output,
                       bool_and(coalesce(a.code IN (100, 110, 111, 112, 113), false)) AS known
                  FROM transfer t LEFT JOIN account a ON a.id = t.debit_account
                 WHERE t.event_id IS NOT NULL GROUP BY t.event_id)
            SELECT 'event ' || coalesce(e.request_id, m.event_id) AS what
              FROM usage_event e FULL JOIN moved m ON m.event_id = e.request_id
             WHERE e.request_id IS NULL
                OR coalesce(m.charged, 0) <> e.charged_nano
                OR coalesce(m.input_uncached, 0) <> e.input_uncached
                OR coalesce(m.cache_read, 0) <> e.cache_read
                OR coalesce(m.cache_write, 0) <> e.cache_write
                OR coalesce(m.output, 0) <> e.output
                OR NOT coalesce(m.known, true)\
            """;

    private EventSql() {}
}
