// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.Optional;

/**
 * Reads a {@code usage} object. A report that is incomplete or contradicts itself counts as none.
 * One without completion tokens is complete where the prompt is the total, as of embeddings.
 */
final class UsageReader {

    private long prompt = -1;
    private long cached;
    private long completion = -1;
    private long total = -1;
    private long reasoning;
    private boolean saidCompletion;

    /** The parser stands on the object's start and ends on its end. */
    Optional<Usage> read(JsonParser in) throws IOException {
        readObject(in, "");
        long made = !saidCompletion && total == prompt ? 0 : completion;
        return Optional.of(new Usage(prompt, cached, made, reasoning)).filter(Usage::isConsistent);
    }

    private void readObject(JsonParser in, String within) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = within + in.currentName();
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_OBJECT && within.isEmpty()) {
                readObject(in, name + ".");
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                set(name, integer(in));
            } else {
                in.skipChildren();
            }
        }
    }

    /** A number beyond 64 bits is as wrong as a negative one. */
    private static long integer(JsonParser in) throws IOException {
        return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : in.getLongValue();
    }

    private void set(String name, long value) {
        switch (name) {
            case "prompt_tokens" -> prompt = value;
            case "completion_tokens" -> {
                completion = value;
                saidCompletion = true;
            }
            case "total_tokens" -> total = value;
            case "prompt_tokens_details.cached_tokens" -> cached = value;
            case "completion_tokens_details.reasoning_tokens" -> reasoning = value;
            default -> {
                // Other figures are passed on to the caller and not counted.
            }
        }
    }
}
