// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.PredictedEnergy;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a request that was cut off spent of the leases that its record names. */
public final class RecordedUse {

    private RecordedUse() {}

    /** The named leases with what the record says was used; of several of a budget the first. */
    public static List<LeaseUse> of(UsageRecord record) {
        Set<String> budgets = new HashSet<>();
        return record.getLeasesList().stream()
                .filter(use -> budgets.add(use.getBudgetId()))
                .map(use -> use.toBuilder().setAmount(amount(use.getUnit(), record)).build())
                .toList();
    }

    private static long amount(String unit, UsageRecord record) {
        TokenVector tokens = record.getTokens();
        PredictedEnergy energy = record.getPredicted();
        return switch (unit) {
            case "token" ->
                    tokens.getInputUncached()
                            + tokens.getCacheRead()
                            + tokens.getCacheWrite()
                            + tokens.getOutput();
            case "uj" -> energy.getPrefillUj() + energy.getDecodeUj() + energy.getHostUj();
            default -> unit.equals(record.getCurrency()) ? record.getChargedNano() : 0;
        };
    }
}
