// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I4. A sequence number counts as accounted for when it is booked or in quarantine; the database
 * holds each one once, so what remains to check is that none is missing below what the gateway
 * believes settled, and that none was booked beyond what it has handed out.
 */
final class JournalSql {

    static final String BROKEN =
            """
            WITH accounted AS (
                SELECT journal_id, journal_sequence FROM usage_event
                UNION SELECT journal_id, journal_sequence FROM usage_quarantine WHERE journal_sequence > 0),
            seen AS (
                SELECT j.journal_id, j.settled_through, j.closed_through,
                       count(a.journal_sequence) FILTER (WHERE a.journal_sequence <= j.settled_through) AS below,
                       coalesce(max(a.journal_sequence), 0) AS newest
                  FROM gateway_journal j LEFT JOIN accounted a ON a.journal_id = j.journal_id
                 GROUP BY j.journal_id)
            SELECT 'journal ' || journal_id || ': ' || settled_through - below || ' of ' || settled_through
                   || ' settled records are missing' AS what
              FROM seen WHERE below <> settled_through
            UNION ALL
            SELECT 'journal ' || journal_id || ': sequence ' || newest || ' is booked, but only ' || closed_through
                   || ' were handed out'
              FROM seen WHERE newest > closed_through
            UNION ALL
            SELECT 'journal ' || a.journal_id || ' was never announced'
              FROM accounted a LEFT JOIN gateway_journal j ON j.journal_id = a.journal_id
             WHERE j.journal_id IS NULL GROUP BY a.journal_id
            UNION ALL
            SELECT 'journal ' || journal_id || ': sequence ' || journal_sequence || ' is booked ' || count(*) || ' times'
              FROM usage_event GROUP BY journal_id, journal_sequence HAVING count(*) > 1
            UNION ALL
            SELECT 'request ' || request_id || ' is booked ' || count(*) || ' times'
              FROM usage_event GROUP BY request_id HAVING count(*) > 1\
            """;

    private JournalSql() {}
}
