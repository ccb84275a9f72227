// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.twin.claim.Claims;

import org.junit.jupiter.api.Test;

class ClaimReportTest {
    private final String text =
            ClaimReportText.of(Claims.tested(Claims.text("gb300-vs-hopper.yaml")));

    private void assertSays(String words) {
        assertTrue(text.replaceAll("\\s+", " ").contains(words), text);
    }

    @Test
    void saysClaimRebuiltHingesAndVerdict() {
        assertSays("claim \"up to 50x tokens per megawatt, 35x lower cost per token than Hopper\"");
        assertSays("53.5x per provisioned MW (53.0 to 54.9, assumed), 34.6x per dollar (");
        assertSays("= one throughput ratio (65.0x) × stated constants: 1.73 against 2.1 kW");
        assertSays("$4.24 → $0.123 per Mtok");
        assertSays("53.4 k → 2.86 M tokens/s per MW");
        assertSays("▲ inconsistent: its source says 65.0x per dollar, these constants give 49.0x");
        assertSays("? nobody gives a figure");
        assertSays("measured 2.95x per GPU: llama2-70b offline");
        assertSays("2.41x per measured MW");
        assertSays("twin cannot say at 40 tokens/s per user");
        assertSays("verdict reproducible from its constants; not comparable: differ: precision");
        assertSays(
                "not told: precision (KV cache), latency target (interactivity), utilization,"
                        + " energy price, ");
    }

    @Test
    void fitsATerminal() {
        text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
        text.lines().forEach(line -> assertEquals(line.stripTrailing(), line));
    }

    @Test
    void saysTheSameAsJson() throws JsonProcessingException {
        var report = Claims.tested(Claims.text("gb300-vs-hopper.yaml"), "b.weights=fp8");
        var json = new ObjectMapper().readTree(ClaimReportJson.of(report));
        assertEquals(53.5, json.at("/rebuilt/ratios/tokens_per_megawatt/value").asDouble(), 0.05);
        assertEquals("claimed", json.at("/rebuilt/ratios/tokens_per_gpu/provenance").asText());
        assertEquals(34.6, json.at("/before/ratios/tokens_per_dollar/value").asDouble(), 0.05);
        assertFalse(json.at("/comparable").asBoolean(true));
        assertEquals("untold", json.at("/obstacles/0/kind").asText());
        assertEquals(report.hinges().size(), json.at("/hinges").size());
        assertEquals("no engine model was asked", json.at("/expected/0/a/cannot_say").asText());
    }

    @Test
    void aClaimThatHoldsIsCalledComparable() {
        assertTrue(
                ClaimReportText.of(Claims.tested(Claims.text("sample.yaml")))
                        .contains("reproducible from its constants; the sides are comparable"));
    }
}
