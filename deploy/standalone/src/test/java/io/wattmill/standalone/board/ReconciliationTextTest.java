// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import org.junit.jupiter.api.Test;

import java.util.List;

class ReconciliationTextTest {

    @Test
    void sumsEachMeasureOverAllWindows() throws Exception {
        var text = of(window(10, 10, 12, "\"in_flight\":2"), window(5, 5, 3, "\"in_flight\":-2"));
        var total = line(text, "total");
        assertEquals(List.of("total", "output", "tokens", "15", "15", "15", "0"), words(total));
        assertTrue(text.explained());
    }

    @Test
    void leavesOutWindowsInWhichNobodyCountedAnything() throws Exception {
        var text = of(window(0, 0, 0, ""), window(5, 5, 5, ""));
        assertEquals(1, text.lines().stream().filter(line -> line.contains("node-1")).count());
        assertEquals("✓ 2 windows, 1 of them empty, nothing unexplained", text.lines().getLast());
    }

    @Test
    void showsAWindowInWhichOnlyTheSourceCounted() throws Exception {
        var text = of(window(0, 0, 7, "\"unexplained\":7"));
        assertTrue(line(text, "2026-11-22").contains("+7  unexplained +7"), text::toString);
        assertEquals("✗ 1 windows, 1 differences not explained", text.lines().getLast());
        assertFalse(text.explained());
    }

    private static ReconciliationText of(String... windows) throws Exception {
        return ReconciliationText.of(
                new ObjectMapper().readTree("[" + String.join(",", windows) + "]"),
                MissingNode.getInstance());
    }

    private static String window(int ledger, int gateway, int source, String causes) {
        return """
        {"started_at":"2026-11-22T03:00:00Z","node_id":"node-1","measures":[
          {"measure":"output_tokens","ledger":%d,"gateway":%d,"source":%d,
           "source_differences":{%s},"gateway_differences":{}}]}
        """
                .formatted(ledger, gateway, source, causes);
    }

    private static String line(ReconciliationText text, String start) {
        return text.lines().stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" +"));
    }
}
