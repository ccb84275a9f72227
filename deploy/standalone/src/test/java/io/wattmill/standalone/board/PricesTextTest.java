// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

class PricesTextTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void namesEachVersionWithItsStateAndWhenItBegins() throws JsonProcessingException {
        String text =
                text(
                        """
                        {"object": "wattmill.prices", "in_force": 1, "data": [
                          {"version": 1, "state": "in_force", "origin": "configuration", "note": "", "models": 2,
                           "lines": 8, "valid_from_us": 1767225600000000},
                          {"version": 2, "state": "draft", "origin": "import", "note": "data.json", "models": 3,
                           "lines": 9, "valid_from_us": null}]}
                        """);
        assertTrue(text.contains("in_force") && text.contains("2026-01-01T00:00:00Z"), text);
        assertTrue(text.lines().skip(2).findFirst().orElseThrow().contains("never"), text);
    }

    @Test
    void saysWhatWasLeftOutAndTheNextStep() throws JsonProcessingException {
        String text =
                text(
                        """
                        {"object": "wattmill.price_import", "version": 7, "models": 1, "lines": 2,
                         "left_out": [{"what": "no such meter: x", "times": 3, "example": "m"}]}
                        """);
        assertEquals(
                """
                draft 7: 1 models, 2 lines
                  left out 3 ×  no such meter: x  (m)
                next      ./wattmill prices activate 7
                """,
                text);
    }

    @Test
    void sumsTheDifferencesOfADryRun() throws JsonProcessingException {
        String text =
                text(
                        """
                        {"object": "wattmill.price_dry_run", "version": 7, "is_complete": false, "data": [
                          {"project_id": "a", "model": "m", "requests": 2, "charged": 0.000000001,
                           "would_be": 0.000000003, "difference": 0.000000002, "unpriced_now": 0},
                          {"project_id": "b", "model": "m", "requests": 1, "charged": 1.5, "would_be": 1.0,
                           "difference": -0.5, "unpriced_now": 1}]}
                        """);
        assertTrue(text.contains("difference in all: -0.499999998"), text);
        assertTrue(text.contains("shorter period"), text);
    }

    private static String text(String json) throws JsonProcessingException {
        return PricesText.of(JSON.readTree(json));
    }
}
