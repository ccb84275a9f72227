// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class FinanceWordsTest {

    @ParameterizedTest
    @CsvSource({"1440m,24h", "10080m,7d", "120m,2h", "90m,90m", "1m,1m", "day,day", "–,–"})
    void tellsAWindowInItsLargestWholeUnit(String kept, String told) {
        assertEquals(told, BudgetLines.window(kept));
    }

    @Test
    void callsATierThatNobodyNamedTheDefaultOne() throws Exception {
        var row =
                "{\"requests\":1,\"subject\":{\"bearer\":\"requests\",\"tier\":\"\",\"agent\":\"\"}}";
        var usage = new UsageRow(new ObjectMapper().readTree(row));
        assertEquals("default (none)", usage.name(List.of("tier", "agent")));
    }

    @Test
    void callsWhatWasChargedWithoutARequestAnAdjustment() throws Exception {
        var row = "{\"requests\":0,\"subject\":{\"bearer\":\"requests\",\"agent\":\"\"}}";
        var usage = new UsageRow(new ObjectMapper().readTree(row));
        assertEquals("(adjustments)", usage.name(List.of("agent")));
    }

    @Test
    void namesTheProjectThatANodeIsKeptFor() throws Exception {
        var row = "{\"subject\":{\"bearer\":\"reserved\",\"project\":\"assist\",\"tier\":null}}";
        var usage = new UsageRow(new ObjectMapper().readTree(row));
        assertEquals("assist (reserved)", usage.name(List.of("project", "tier")));
    }
}
