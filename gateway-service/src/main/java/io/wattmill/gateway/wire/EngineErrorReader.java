// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;

/**
 * Finds the message in an engine's refusal: {@code error.message}, or {@code message} as older vLLM
 * has it.
 */
public final class EngineErrorReader {

    private static final int MAX_CHARS = 500;
    private static final String UNKNOWN = "The engine refused the request.";
    private static final WireJson JSON = new WireJson(JsonLimits.DEFAULT);

    private EngineErrorReader() {}

    /** The engine's own words, cut to a bound, or ours when it has none. */
    public static String message(Slice body) {
        try (JsonParser in = JSON.parser(body)) {
            return in.nextToken() == JsonToken.START_OBJECT ? find(in) : UNKNOWN;
        } catch (IOException _) {
            return UNKNOWN;
        }
    }

    private static String find(JsonParser in) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            if (name.equals("message") && token == JsonToken.VALUE_STRING) {
                String text = in.getText();
                return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
            }
            if (!name.equals("error") || token != JsonToken.START_OBJECT) {
                in.skipChildren();
            }
        }
        return UNKNOWN;
    }
}
