// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.OptionalInt;

/** Reads the {@code choices} of a completion or chunk: does anything in them reach the caller? */
final class ChoicesReader {

    private final JsonParser in;
    private int count;
    private int index;
    private int deliveries;
    private String finishReason = "";

    ChoicesReader(JsonParser in) {
        this.in = in;
    }

    boolean any() {
        return count > 0;
    }

    /** Index of the choice where there is exactly one. */
    OptionalInt only() {
        return count == 1 ? OptionalInt.of(index) : OptionalInt.empty();
    }

    int deliveries() {
        return deliveries;
    }

    String finishReason() {
        return finishReason;
    }

    /** The parser stands on {@code first}, the value's first token, and ends on its last. */
    void read(JsonToken first) throws IOException {
        if (first != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            count++;
            if (in.currentToken() == JsonToken.START_OBJECT && choice()) {
                deliveries++;
            }
        }
    }

    private boolean choice() throws IOException {
        boolean delivers = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            switch (name) {
                case "delta", "message" -> delivers |= message(token);
                case "text" -> delivers |= isContent(token);
                case "finish_reason" -> finish(token);
                case "index" -> index(token);
                default -> in.skipChildren();
            }
        }
        return delivers;
    }

    private boolean message(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return content();
        }
        in.skipChildren();
        return false;
    }

    /** One beyond the range of an int is no choice that was asked for. */
    private void index(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            index = in.getNumberType() == JsonParser.NumberType.INT ? in.getIntValue() : -1;
        }
        in.skipChildren();
    }

    private void finish(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            finishReason = in.getText();
        }
        in.skipChildren();
    }

    /** Any member but the role counts: content, reasoning, refusal, tool and function calls. */
    private boolean content() throws IOException {
        boolean delivers = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean role = in.currentName().equals("role");
            delivers |= isContent(in.nextToken()) && !role;
        }
        return delivers;
    }

    private boolean isContent(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> in.getTextLength() > 0;
            case START_ARRAY, START_OBJECT -> skipNonEmpty();
            default -> false;
        };
    }

    private boolean skipNonEmpty() throws IOException {
        boolean filled = !in.nextToken().isStructEnd();
        int open = 1;
        while (true) {
            if (in.currentToken().isStructStart()) {
                open++;
            } else if (in.currentToken().isStructEnd() && --open == 0) {
                return filled;
            }
            in.nextToken();
        }
    }
}
