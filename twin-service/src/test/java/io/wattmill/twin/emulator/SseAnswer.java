// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.List;

/** A streamed answer as a client reads it, complete up to its end marker. */
record SseAnswer(List<JsonNode> chunks) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static SseAnswer of(String body) {
        var events = body.lines().filter(line -> !line.isEmpty()).toList();
        assertEquals("data: [DONE]", events.getLast());
        return new SseAnswer(
                events.subList(0, events.size() - 1).stream().map(SseAnswer::chunk).toList());
    }

    private static JsonNode chunk(String event) {
        assertTrue(event.startsWith("data: "), event);
        try {
            return JSON.readTree(event.substring("data: ".length()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(event, e);
        }
    }

    /** Chunks that carry text. */
    long deltas() {
        return chunks.stream().filter(c -> !content(c).isEmpty()).count();
    }

    String text() {
        return chunks.stream().map(SseAnswer::content).reduce("", String::concat);
    }

    String finishReason() {
        return chunks.stream()
                .map(c -> c.at("/choices/0/finish_reason").asText(""))
                .filter(reason -> !reason.isEmpty() && !reason.equals("null"))
                .findFirst()
                .orElse("none");
    }

    JsonNode last() {
        return chunks.getLast();
    }

    private static String content(JsonNode chunk) {
        return chunk.at("/choices/0/delta/content").asText("");
    }
}
