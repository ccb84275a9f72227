// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I3. Posted balances are the sums of single transfers, posts and corrections; pending ones of
 * what is pending and not resolved.
 */
final class BalanceSql {

    static final String BROKEN =
            """
            WITH moved AS (
                SELECT account_id,
                       coalesce(sum(amount) FILTER (WHERE side = 0 AND kind IN (0, 2, 5)), 0) AS debits,
                       coalesce(sum(amount) FILTER (WHERE side = 1 AND kind IN (0, 2, 5)), 0) AS credits,
                       coalesce(sum(amount) FILTER (WHERE side = 0 AND is_open), 0) AS pending_debits,
                       coalesce(sum(amount) FILTER (WHERE side = 1 AND is_open), 0) AS pending_credits
                  FROM (SELECT e.*, e.kind = 1 AND NOT EXISTS (
                                   SELECT FROM transfer r WHERE r.pending_id = e.transfer_id) AS is_open
                          FROM entry e) AS entries
                 GROUP BY account_id)
            SELECT 'account ' || coalesce(a.id, m.account_id) || coalesce(' ' || a.owner, ' does not exist') AS what
              FROM account a FULL JOIN moved m ON m.account_id = a.id
             WHERE a.id IS NULL
                OR a.debits_posted <> coalesce(m.debits, 0) OR a.credits_posted <> coalesce(m.credits, 0)
                OR a.debits_pending <> coalesce(m.pending_debits, 0)
                OR a.credits_pending <> coalesce(m.pending_credits, 0)\
            """;

    private BalanceSql() {}
}
