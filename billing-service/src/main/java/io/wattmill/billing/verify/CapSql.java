// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I7. A budget has never lent more than it had, and no gateway has settled more from its leases
 * than it was lent. The table refuses the first by a constraint; this looks at what is there.
 */
final class CapSql {

    static final String BROKEN =
            """
            SELECT 'account ' || id || ' ' || owner || ': ' || debits_posted + debits_pending || ' of '
                   || credits_posted AS what
              FROM account
             WHERE (flags & 1 = 1 OR code IN (501, 511, 521)) AND debits_posted + debits_pending > credits_posted
            UNION ALL
            SELECT 'account ' || id || ' ' || owner || ' has no limit'
              FROM account WHERE code IN (501, 511, 521) AND flags & 1 = 0
            UNION ALL
            SELECT 'leases ' || id || ' ' || owner || ': ' || debits_posted || ' of ' || credits_posted + credits_pending
              FROM account WHERE code IN (502, 512, 522) AND debits_posted > credits_posted + credits_pending\
            """;

    private CapSql() {}
}
