// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.wattmill.twin.trace.format.BoundedLines.Line;

import java.util.Optional;

/** JSON as traces have it: an object per line, no key twice, nothing behind it. */
final class JsonLines {
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private JsonLines() {}

    /** The object of this line, or a problem. */
    static Optional<JsonNode> object(Line line, Problems problems) {
        try {
            return parsed(line, problems);
        } catch (JsonProcessingException e) {
            problems.add(line.number(), "", "is not JSON: " + e.getOriginalMessage());
            return Optional.empty();
        }
    }

    /** The same, but a line that breaks off is no problem: it is passed over. */
    static Optional<JsonNode> whole(Line line, Problems problems) {
        try {
            return parsed(line, problems);
        } catch (JsonEOFException _) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            problems.add(line.number(), "", "is not JSON: " + e.getOriginalMessage());
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> parsed(Line line, Problems problems)
            throws JsonProcessingException {
        JsonNode row = JSON.readTree(line.text());
        if (!row.isObject()) {
            problems.add(line.number(), "", "is not a JSON object");
        }
        return Optional.of(row).filter(JsonNode::isObject);
    }
}
