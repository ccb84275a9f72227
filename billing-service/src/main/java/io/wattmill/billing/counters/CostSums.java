// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.wattmill.billing.account.AccountCode;
import io.wattmill.contract.ledger.v1.CostTotals;

/** What windows cost, from the balances of the cost and carbon ledgers. */
final class CostSums {

    private CostSums() {}

    static CostTotals totals(Balances balances) {
        return CostTotals.newBuilder()
                .setServedNano(of(balances, AccountCode.COST_SERVED))
                .setReservedNano(of(balances, AccountCode.COST_RESERVED))
                .setEmptyNano(of(balances, AccountCode.COST_EMPTY))
                .setUnattributedNano(of(balances, AccountCode.COST_UNATTRIBUTED))
                .setGpuNano(of(balances, AccountCode.GPU_TIME))
                .setElectricityNano(of(balances, AccountCode.ELECTRICITY))
                .setProviderNano(of(balances, AccountCode.PROVIDER))
                .setServedCarbonUg(of(balances, AccountCode.CARBON_SERVED))
                .setCarbonUg(of(balances, AccountCode.CARBON_EMITTED))
                .build();
    }

    /** What was taken back is on the other side of the same account. */
    private static long of(Balances balances, AccountCode code) {
        return Math.abs(balances.of(code));
    }
}
