// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.Optional;

/** Reads answers and chunks in one streaming pass, noting where usage and model lie. */
public final class EngineJsonReader {

    private final WireJson json;

    /** A reader with bounds; it has no state and may be shared. */
    public EngineJsonReader(JsonLimits limits) {
        json = new WireJson(limits);
    }

    /** What {@code text} says; empty when it is not one JSON object. */
    public Optional<EngineJson> read(Slice text) {
        try (JsonParser in = json.parser(text)) {
            return new Pass(in, text).read();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static final class Pass {

        private final JsonParser in;
        private final Slice text;
        private final ChoicesReader choices;
        private String id = "";
        private long created;
        private Optional<Span> model = Optional.empty();
        private Optional<Usage> usage = Optional.empty();
        private Optional<Span> usageMember = Optional.empty();
        private Optional<Span> usageValue = Optional.empty();
        private boolean usageObject;
        private boolean data;
        private boolean error;
        private int previousEnd = -1;
        private int leadingUsage = -1;

        Pass(JsonParser in, Slice text) {
            this.in = in;
            this.text = text;
            this.choices = new ChoicesReader(in);
        }

        Optional<EngineJson> read() throws IOException {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                member(in.currentName(), tokenStart());
            }
            int end = tokenEnd() - 1;
            return in.nextToken() == null ? Optional.of(result(end)) : Optional.empty();
        }

        private void member(String name, int nameStart) throws IOException {
            joinLeadingUsage(nameStart);
            JsonToken token = in.nextToken();
            int from = tokenStart();
            value(name, token);
            in.finishToken();
            int to = tokenEnd();
            note(name, token, nameStart, new Span(from, to));
            previousEnd = to;
        }

        private void value(String name, JsonToken token) throws IOException {
            switch (name) {
                case "id" -> id = token == JsonToken.VALUE_STRING ? in.getText() : "";
                case "created" ->
                        created = token == JsonToken.VALUE_NUMBER_INT ? in.getLongValue() : 0;
                case "choices" -> choices.read(token);
                case "data" -> {
                    data = token == JsonToken.START_ARRAY;
                    in.skipChildren();
                }
                case "usage" -> usage(token);
                case "error" -> {
                    error = token != JsonToken.VALUE_NULL;
                    in.skipChildren();
                }
                default -> in.skipChildren();
            }
        }

        private void usage(JsonToken token) throws IOException {
            if (token == JsonToken.START_OBJECT) {
                usage = new UsageReader().read(in);
            } else {
                in.skipChildren();
            }
        }

        private void note(String name, JsonToken token, int nameStart, Span value) {
            if (name.equals("model")) {
                model = Optional.of(value);
            } else if (name.equals("usage")) {
                usageValue = Optional.of(value);
                usageObject = token == JsonToken.START_OBJECT;
                int from = previousEnd < 0 ? nameStart : previousEnd;
                usageMember = Optional.of(new Span(from, value.to()));
                leadingUsage = previousEnd < 0 ? nameStart : -1;
            }
        }

        /** A first member is cut with the comma that follows it. */
        private void joinLeadingUsage(int nextName) {
            if (leadingUsage >= 0) {
                usageMember = Optional.of(new Span(leadingUsage, nextName));
                leadingUsage = -1;
            }
        }

        private int tokenStart() {
            return text.from() + (int) in.currentTokenLocation().getByteOffset();
        }

        private int tokenEnd() {
            return text.from() + (int) in.currentLocation().getByteOffset();
        }

        private EngineJson result(int end) {
            return new EngineJson(
                    text,
                    id,
                    created,
                    model,
                    choices.any(),
                    choices.only(),
                    data,
                    choices.deliveries(),
                    choices.finishReason(),
                    usage,
                    usageMember,
                    usageValue,
                    usageObject,
                    error,
                    end);
        }
    }
}
