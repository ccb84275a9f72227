// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.sql.Statement;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the accounts of the energy, cost and carbon ledgers come to.
 *
 * @param byCode debits less credits of all accounts of a code, in the unit of its ledger
 */
record Balances(Map<Integer, Long> byCode) {

    private static final Statement BALANCES =
            new Statement(
                    """
                    SELECT code, sum(debits_posted - credits_posted)::bigint AS balance
                      FROM account WHERE ledger IN (3, 4, 5) GROUP BY code\
                    """);

    /** Reads each account once. */
    static Future<Balances> read(Pool pool) {
        return BALANCES.rows(pool)
                .map(
                        rows ->
                                new Balances(
                                        rows.stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                row -> (int) row.getShort("code"),
                                                                row -> row.getLong("balance")))));
    }

    /** Debits less credits; 0 when there is no account. */
    long of(AccountCode code) {
        return byCode.getOrDefault(code.id(), 0L);
    }
}
