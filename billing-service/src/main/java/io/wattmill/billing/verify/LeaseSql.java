// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I6. Leases and pending transfers are each other's counterparts; a pending transfer is resolved
 * at most once, on its own accounts, for no more than it was, and for what settled; none waits a
 * minute beyond the time in which its usage could come.
 */
final class LeaseSql {

    static final String BROKEN =
            """
            WITH resolution AS (
                SELECT pending_id, count(*) AS times, sum(amount) FILTER (WHERE kind = 2) AS posted,
                       min(debit_account) AS debit_account, min(credit_account) AS credit_account
                  FROM transfer WHERE kind IN (2, 3, 4) GROUP BY pending_id),
            used AS (
                SELECT lease_id, sum(amount) AS amount, sum(late) AS late FROM lease_use GROUP BY lease_id)
            SELECT 'lease ' || coalesce(l.id, p.id) || ' and its pending transfer differ' AS what
              FROM lease l FULL JOIN (SELECT * FROM transfer WHERE kind = 1) p ON p.id = l.id
             WHERE l.id IS NULL OR p.id IS NULL OR l.amount <> p.amount
            UNION ALL
            SELECT 'lease ' || r.pending_id || ' is resolved ' || r.times || ' times'
              FROM resolution r WHERE r.times > 1
            UNION ALL
            SELECT 'transfer ' || r.pending_id || ' is resolved and was never pending'
              FROM resolution r LEFT JOIN transfer p ON p.id = r.pending_id AND p.kind = 1
             WHERE p.id IS NULL OR p.debit_account <> r.debit_account OR p.credit_account <> r.credit_account
            UNION ALL
            SELECT 'lease ' || l.id || ': ' || coalesce(r.posted, 0) || ' of ' || l.amount || ' posted, '
                   || l.spent || ' spent'
              FROM lease l LEFT JOIN resolution r ON r.pending_id = l.id
             WHERE coalesce(r.posted, 0) > l.amount
                OR (l.resolved_at IS NULL) <> (r.pending_id IS NULL)
                OR (r.pending_id IS NOT NULL AND coalesce(r.posted, 0) <> l.spent)
            UNION ALL
            SELECT 'lease ' || l.id || ': ' || l.spent || ' spent where ' || coalesce(u.amount - u.late, 0) || ' was used'
              FROM lease l LEFT JOIN used u ON u.lease_id = l.id
             WHERE l.spent <> coalesce(u.amount - u.late, 0) OR l.overrun <> coalesce(u.late, 0)
            UNION ALL
            SELECT 'lease ' || l.id || ' should have been resolved'
              FROM lease l
             WHERE l.resolved_at IS NULL
               AND l.due_at + interval '1 minute' < to_timestamp(current_setting('wattmill.now_us')::numeric / 1000000)\
            """;

    private LeaseSql() {}
}
