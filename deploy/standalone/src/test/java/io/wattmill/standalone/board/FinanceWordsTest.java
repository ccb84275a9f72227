// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void cutsNoLimit() throws Exception {
        var limits =
                """
                [{"id":"a","scope":"project","scope_id":"demo","amount":100000,"unit":"requests_per_minute","mode":"hard"},
                 {"id":"b","scope":"project","scope_id":"demo","amount":2000000,"unit":"tokens_per_minute","mode":"hard"}]
                """;
        var lines = BudgetLines.of(new ObjectMapper().readTree(limits));
        assertTrue(lines.get(1).contains(" 100000 requests/min "), lines::toString);
        assertTrue(lines.get(2).contains(" 2000000 tokens/min "), lines::toString);
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
