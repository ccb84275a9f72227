// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A line per node: its state, why, how much it gives, and since when. */
class TopNodesTest {

    /** The last one. */
    private static String line(String reason, String engine) throws Exception {
        return lines(reason, engine).getLast();
    }

    private static List<String> lines(String reason, String engine) throws Exception {
        JsonNode board =
                new ObjectMapper()
                        .readTree(
                                """
                                {"nodes": {"list": [{"node_id": "n1", "state": "degraded",
                                "reason": "%s", "state_since_us": 1795280280000000,
                                "in_flight": 3, "engines": [%s]}]}}
                                """
                                        .formatted(reason, engine));
        return TopText.of(board, List.of(), RowFilter.NONE, 80, Ink.PLAIN);
    }

    @Test
    void saysWhyAndSinceWhen() throws Exception {
        String line = line("too hot", "{\"slow_start_share\": 1}");
        assertTrue(line.contains("too hot, since 16:58"), line);
    }

    @Test
    void saysNoSlowStartOfANodeThatTakesNothing() throws Exception {
        JsonNode board =
                new ObjectMapper()
                        .readTree(
                                """
                                {"nodes": {"list": [{"node_id": "n1", "state": "draining",
                                "reason": "operator, empty", "state_since_us": 1795280280000000,
                                "engines": [{"slow_start_share": 0.4}]}]}}
                                """);
        List<String> lines = TopText.of(board, List.of(), RowFilter.NONE, 80, Ink.PLAIN);
        assertEquals("  operator, empty", lines.getLast());
    }

    @Test
    void saysAllOfALongWhyInALineOfItsOwn() throws Exception {
        String why = "n1-e: ejected for 10 s (5 failures in a row, the last: 503)";
        List<String> lines = lines(why, "{}");
        assertEquals("  " + why, lines.getLast());
        assertTrue(lines.get(lines.size() - 2).endsWith("3   since 16:58"), lines::toString);
    }

    @Test
    void saysWhatHoldsAClockDown() throws Exception {
        String hot = "{\"clock_share\": 0.5, \"slowed_by\": \"hw thermal\"}";
        String line = line("", "{\"clock_share\": 1}, " + hot);
        assertEquals("  hw thermal clock 50 %", line);
        String set = line("", "{\"clock_share\": 0.6, \"slowed_by\": \"\"}");
        assertEquals("  clock 60 %", set);
        String air = line("", "{\"clock_share\": 0.9}");
        assertTrue(!air.contains("clock"), air);
    }

    @Test
    void saysHowMuchANodeGivesThatStartsSlowly() throws Exception {
        String line = line("", "{\"slow_start_share\": 0.4}, {}");
        assertTrue(line.contains("  slow start 40 %"), line);
    }

    @Test
    void saysHowItsCachesAreHeardByTheWorstOfThem() throws Exception {
        String heard = "{\"kv_events\": {\"state\": \"%s\"}}";
        String line = line("", heard.formatted("exact") + "," + heard.formatted("blind"));
        assertTrue(line.contains("kv blind, since 16:58"), line);
        assertTrue(!line("", heard.formatted("off")).contains("kv"), line);
    }

    @Test
    void saysWhatOfARequestItsEnginesComputeWhereThatIsNotAll() throws Exception {
        String line = line("", "{\"role\": \"prefill\"}, {\"role\": \"both\"}");
        assertTrue(line.contains("prefill, since 16:58"), line);
        assertTrue(!line("", "{\"role\": \"both\"}").contains("both"));
    }
}
