// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.util.List;

class AlarmsTest {

    private static List<String> of(String ledger) throws JsonProcessingException {
        return Alarms.of(new ObjectMapper().readTree("{\"ledger\": " + ledger + "}"));
    }

    @Test
    void areSilentWhenAllIsWell() throws JsonProcessingException {
        assertEquals(List.of(), of("{\"unpriced\": 0, \"refused\": 0, \"unpriced_models\": []}"));
        assertEquals(List.of(), of("{\"unpriced\": null, \"refused\": null}"));
    }

    @Test
    void nameTheModelsWithoutAPriceAndWhereRefusedRecordsAre() throws JsonProcessingException {
        assertEquals(
                List.of(
                        "2 requests charged nothing, no price: a, b (wattmill prices)",
                        "1 usage records refused and kept: table usage_quarantine"),
                of("{\"unpriced\": 2, \"refused\": 1, \"unpriced_models\": [\"a\", \"b\"]}"));
    }
}
