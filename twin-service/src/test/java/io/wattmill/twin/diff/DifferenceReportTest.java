// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

class DifferenceReportTest {
    private static final Difference FOUND =
            new Difference.Attributed(
                    List.of("power chain", "cooling"),
                    List.of(
                            new Attribution(
                                    "pue",
                                    new BigDecimal("1.3"),
                                    new BigDecimal("1.1"),
                                    List.of(
                                            new Share(List.of("power chain"), BigDecimal.ZERO),
                                            new Share(List.of("cooling"), new BigDecimal("-0.2"))),
                                    List.of())),
                    List.of("wue"));

    @Test
    void saysWhatEachPartAdds() {
        assertEquals(
                """
                differ in  power chain, cooling
                pue  1.3 → 1.1  (−0.2)
                    in this order
                              −0.2  cooling
                                 0  power chain
                ? not attributed: wue
                """,
                DifferenceText.of(FOUND));
    }

    @Test
    void saysTheSameInJson() throws JsonProcessingException {
        var json = new ObjectMapper().readTree(DifferenceJson.of(FOUND));
        assertEquals(-0.2, json.at("/metrics/0/in_order/1/adds").asDouble());
        assertEquals("wue", json.at("/unattributed/0").asText());
        assertTrue(
                DifferenceText.of(new Difference.Unanswered("b", "no racks"))
                        .startsWith("✗ plan b has no answer: no racks"));
    }
}
