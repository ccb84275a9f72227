// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.twin.emulator.wire.Json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Log probabilities in the two shapes that OpenAI's APIs have for them. */
final class LogprobText {
    private LogprobText() {}

    /** Of chats: {@code {"content": [{"token", "logprob", "bytes", "top_logprobs"}]}}. */
    static String chat(List<TokenLogprob> tokens) {
        return text(
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("content");
                    for (var token : tokens) {
                        json.writeStartObject();
                        writeToken(json, token);
                        json.writeArrayFieldStart("top_logprobs");
                        for (var other : token.top()) {
                            json.writeStartObject();
                            writeToken(json, other);
                            json.writeEndObject();
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static void writeToken(JsonGenerator json, TokenLogprob token) throws IOException {
        json.writeStringField("token", token.token());
        json.writeNumberField("logprob", token.logprob());
        json.writeArrayFieldStart("bytes");
        for (byte octet : token.token().getBytes(StandardCharsets.UTF_8)) {
            json.writeNumber(octet & 0xFF);
        }
        json.writeEndArray();
    }

    /**
     * Of completions: {@code {"text_offset", "token_logprobs", "tokens", "top_logprobs"}}, lists of
     * equal length.
     *
     * @param offset characters before the first of these tokens
     */
    static String completion(List<TokenLogprob> tokens, int offset) {
        return text(
                json -> {
                    json.writeStartObject();
                    writeOffsets(json, tokens, offset);
                    json.writeArrayFieldStart("token_logprobs");
                    for (var token : tokens) {
                        json.writeNumber(token.logprob());
                    }
                    json.writeEndArray();
                    json.writeArrayFieldStart("tokens");
                    for (var token : tokens) {
                        json.writeString(token.token());
                    }
                    json.writeEndArray();
                    json.writeArrayFieldStart("top_logprobs");
                    for (var token : tokens) {
                        writeTop(json, token);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static void writeOffsets(JsonGenerator json, List<TokenLogprob> tokens, int offset)
            throws IOException {
        json.writeArrayFieldStart("text_offset");
        int at = offset;
        for (var token : tokens) {
            json.writeNumber(at);
            at += token.token().length();
        }
        json.writeEndArray();
    }

    private static void writeTop(JsonGenerator json, TokenLogprob token) throws IOException {
        json.writeStartObject();
        for (var other : token.top()) {
            json.writeNumberField(other.token(), other.logprob());
        }
        json.writeEndObject();
    }

    private static String text(Json.Writing writing) {
        return new String(Json.bytes(writing), StandardCharsets.UTF_8);
    }
}
