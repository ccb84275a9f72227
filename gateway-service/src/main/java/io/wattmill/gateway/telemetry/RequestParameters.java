// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What of a request steers an engine and is no content: numbers, and the form that output is to
 * have. Read for requests that are recorded, in a pass of its own, and only when there is any.
 *
 * @param numbers by the name that the request has for them
 * @param seed what makes the output come out alike; exact
 * @param outputType {@code text} or {@code json}; empty when the request does not say
 */
public record RequestParameters(Map<String, Double> numbers, OptionalLong seed, String outputType) {

    /** Nothing is said. */
    public static final RequestParameters NONE =
            new RequestParameters(Map.of(), OptionalLong.empty(), "");

    private static final JsonFactory JSON = new JsonFactory();
    private static final String FORMAT = "response_format";
    private static final String SEED = "seed";
    private static final Set<String> NUMBERS =
            Set.of(SEED, "temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty");

    public RequestParameters {
        numbers = Map.copyOf(numbers);
    }

    /**
     * The parameters in {@code body}.
     *
     * @param members names of the body's members
     */
    public static RequestParameters of(byte[] body, Set<String> members) {
        return members.contains(FORMAT) || !Collections.disjoint(members, NUMBERS)
                ? read(body)
                : NONE;
    }

    private static RequestParameters read(byte[] body) {
        Map<String, Double> numbers = new HashMap<>();
        OptionalLong seed = OptionalLong.empty();
        String output = "";
        try (JsonParser in = JSON.createParser(body)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (name.equals(SEED) && isLong(in)) {
                    seed = OptionalLong.of(in.getLongValue());
                } else if (value.isNumeric() && NUMBERS.contains(name)) {
                    numbers.put(name, in.getDoubleValue());
                } else if (name.equals(FORMAT) && value == JsonToken.START_OBJECT) {
                    output = format(in);
                } else {
                    in.skipChildren();
                }
            }
        } catch (IOException _) {
            return NONE; // what was read as JSON before is JSON; a bound of this parser was met
        }
        return new RequestParameters(numbers, seed, output);
    }

    private static boolean isLong(JsonParser in) throws IOException {
        return in.currentToken() == JsonToken.VALUE_NUMBER_INT
                && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    private static String format(JsonParser in) throws IOException {
        String type = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean names = in.currentName().equals("type");
            if (in.nextToken() == JsonToken.VALUE_STRING && names) {
                type = in.getText();
            } else {
                in.skipChildren();
            }
        }
        return switch (type) {
            case "text" -> "text";
            case "json_object", "json_schema" -> "json";
            default -> "";
        };
    }
}
