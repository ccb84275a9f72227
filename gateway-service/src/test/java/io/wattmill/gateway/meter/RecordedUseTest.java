// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.PredictedEnergy;
import io.wattmill.contract.ledger.v1.UsageRecord;

import org.junit.jupiter.api.Test;

import java.util.List;

final class RecordedUseTest {

    @Test
    void aRequestThatWasCutOffSpentWhatItsRecordSays() {
        UsageRecord record =
                UsageRecord.newBuilder()
                        .setTokens(
                                TokenVector.newBuilder()
                                        .setInputUncached(5)
                                        .setCacheRead(3)
                                        .setOutput(2))
                        .setPredicted(
                                PredictedEnergy.newBuilder()
                                        .setPrefillUj(40)
                                        .setDecodeUj(50)
                                        .setHostUj(9)
                                        .setFacilityUj(1_000))
                        .setCurrency("USD")
                        .setChargedNano(777)
                        .addLeases(named("t", "l1", "token"))
                        .addLeases(named("t", "l2", "token"))
                        .addLeases(named("u", "l3", "uj"))
                        .addLeases(named("m", "l4", "USD"))
                        .addLeases(named("e", "l5", "EUR"))
                        .build();
        List<LeaseUse> uses = RecordedUse.of(record);
        assertEquals(
                List.of("l1", "l3", "l4", "l5"), uses.stream().map(LeaseUse::getLeaseId).toList());
        assertEquals(List.of(10L, 99L, 777L, 0L), uses.stream().map(LeaseUse::getAmount).toList());
    }

    private static LeaseUse named(String budget, String lease, String unit) {
        return LeaseUse.newBuilder().setBudgetId(budget).setLeaseId(lease).setUnit(unit).build();
    }
}
