// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.sql.Statement;
import io.wattmill.contract.ledger.v1.CostTotals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What windows cost, from the balances of the cost and carbon ledgers. */
record CostSums(Pool pool) {

    /** What was taken back is on the other side of the same account. */
    private static final Statement BALANCES =
            new Statement(
                    """
                    SELECT code, abs(sum(debits_posted - credits_posted))::bigint AS amount
                      FROM account WHERE ledger IN (4, 5) GROUP BY code\
                    """);

    Future<CostTotals> totals() {
        return BALANCES.rows(pool).map(CostSums::totals);
    }

    private static CostTotals totals(List<Row> rows) {
        Map<Integer, Long> byCode =
                rows.stream()
                        .collect(
                                Collectors.toMap(
                                        row -> (int) row.getShort("code"),
                                        row -> row.getLong("amount")));
        return CostTotals.newBuilder()
                .setServedNano(of(byCode, AccountCode.COST_SERVED))
                .setReservedNano(of(byCode, AccountCode.COST_RESERVED))
                .setEmptyNano(of(byCode, AccountCode.COST_EMPTY))
                .setUnattributedNano(of(byCode, AccountCode.COST_UNATTRIBUTED))
                .setGpuNano(of(byCode, AccountCode.GPU_TIME))
                .setElectricityNano(of(byCode, AccountCode.ELECTRICITY))
                .setServedCarbonUg(of(byCode, AccountCode.CARBON_SERVED))
                .setCarbonUg(of(byCode, AccountCode.CARBON_EMITTED))
                .build();
    }

    private static long of(Map<Integer, Long> byCode, AccountCode code) {
        return byCode.getOrDefault(code.id(), 0L);
    }
}
