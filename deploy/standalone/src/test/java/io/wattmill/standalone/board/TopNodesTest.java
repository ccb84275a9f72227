// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A line per node: its state, why, how much it gives, and since when. */
class TopNodesTest {

    private static String line(String reason, String engine) throws Exception {
        JsonNode board =
                new ObjectMapper()
                        .readTree(
                                """
                                {"nodes": {"list": [{"node_id": "n1", "state": "degraded",
                                "reason": "%s", "state_since_us": 1795280280000000,
                                "in_flight": 3, "engines": [%s]}]}}
                                """
                                        .formatted(reason, engine));
        return TopText.of(board, List.of(), RowFilter.NONE, 80, Ink.PLAIN).getLast();
    }

    @Test
    void saysWhyAndSinceWhen() throws Exception {
        String line = line("too hot", "{\"slow_start_share\": 1}");
        assertTrue(line.contains("too hot, since 16:58"), line);
    }

    @Test
    void saysHowMuchANodeGivesThatStartsSlowly() throws Exception {
        String line = line("", "{\"slow_start_share\": 0.4}, {}");
        assertTrue(line.contains("slow 40 %, since 16:58"), line);
    }

    @Test
    void saysHowItsCachesAreHeardByTheWorstOfThem() throws Exception {
        String heard = "{\"kv_events\": {\"state\": \"%s\"}}";
        String line = line("", heard.formatted("exact") + "," + heard.formatted("blind"));
        assertTrue(line.contains("kv blind, since 16:58"), line);
        assertTrue(!line("", heard.formatted("off")).contains("kv"), line);
    }
}
