// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a request's story says of the candidates' prefix caches. */
class ExplainTextTest {
    /** The story of a request with these candidates' {@code prefix_hit_by}, of node-1 and so on. */
    private static String story(String... by) throws Exception {
        String candidates =
                IntStream.range(0, by.length)
                        .mapToObj(i -> candidate(i + 1, by[i]))
                        .collect(Collectors.joining(","));
        return ExplainText.of(
                new ObjectMapper()
                        .readTree(
                                "{\"placement\": {\"node_id\": \"node-1\", \"candidates\": ["
                                        + candidates
                                        + "]}}"),
                Ink.PLAIN);
    }

    private static String candidate(int node, String by) {
        return """
        {"node_id": "node-%d", "chosen": %b, "prefix_hit": 0.62, "prefix_hit_by": %s}
        """
                .formatted(node, node == 1, by.isEmpty() ? "null" : "\"" + by + "\"");
    }

    @Test
    void saysThatTheEnginesTellOfTheirCaches() throws Exception {
        String story = story("engine", "engine", "");
        assertTrue(story.contains("          prefix as the engines tell it\n"), story);
    }

    @Test
    void saysThatItIsAGuess() throws Exception {
        String story = story("placed", "placed");
        assertTrue(story.contains("          prefix guessed by what was placed there\n"), story);
    }

    @Test
    void namesThoseThatTellWhereNotAllDo() throws Exception {
        String story = story("placed", "engine", "engine");
        assertTrue(story.contains("prefix as told by node-2, node-3; else guessed\n"), story);
        String many = story("placed", "engine", "engine", "engine", "engine", "engine");
        assertTrue(many.contains("node-2, node-3, node-4 and 2 more; else guessed\n"), many);
    }

    @Test
    void saysNothingWhereNobodyKnows() throws Exception {
        String story = story("", "");
        assertFalse(story.contains("guessed"), story);
        assertFalse(story.contains("tell it"), story);
    }
}
