// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.wattmill.twin.replay.report.AnswerUsage;

import java.util.Optional;

/** The data of server-sent events, and error bodies, as what they mean. */
public final class EventParser {

    private static final String DONE = "[DONE]";
    private static final int MAX_MESSAGE_CHARS = 160;

    // Money and joules are read as the decimals they are written as.
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private EventParser() {}

    static StreamEvent parse(String data) {
        if (data.equals(DONE)) {
            return new StreamEvent.Done();
        }
        try {
            return event(JSON.readTree(data));
        } catch (JsonProcessingException e) {
            return new StreamEvent.Malformed("not JSON: " + e.getOriginalMessage());
        }
    }

    /** What an error body of this API says, in one line; empty when it is none. */
    public static String errorMessage(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            return error.isMissingNode() ? "" : message(error);
        } catch (java.io.IOException _) {
            return "";
        }
    }

    private static StreamEvent event(JsonNode event) {
        if (event.hasNonNull("error")) {
            return new StreamEvent.Failed(message(event.path("error")));
        }
        if (!event.path("choices").isArray()) {
            return new StreamEvent.Malformed("no choices");
        }
        JsonNode usage = event.path("usage");
        Optional<AnswerUsage> seen =
                usage.isObject() ? Optional.of(UsageParser.parse(usage)) : Optional.empty();
        return new StreamEvent.Chunk(hasContent(event.path("choices")), seen);
    }

    private static boolean hasContent(JsonNode choices) {
        for (JsonNode choice : choices) {
            JsonNode delta = choice.path("delta");
            if (isText(delta.path("content"))
                    || isText(delta.path("reasoning_content"))
                    || isText(delta.path("reasoning"))
                    || !delta.path("tool_calls").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty();
    }

    private static String message(JsonNode error) {
        String code = error.path("code").asText("");
        String text = error.isTextual() ? error.textValue() : error.path("message").asText("");
        String line = (code.isEmpty() ? text : code + ": " + text).replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_MESSAGE_CHARS
                ? line
                : line.substring(0, MAX_MESSAGE_CHARS) + "...";
    }
}
