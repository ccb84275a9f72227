// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.wattmill.twin.emulator.text.Tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** {@code POST /tokenize}: how many tokens a {@code prompt} or some {@code messages} have. */
public final class TokenizeRequest {
    private final Fields fields;
    private OptionalLong tokens = OptionalLong.empty();

    private TokenizeRequest(Fields fields) {
        this.fields = fields;
    }

    /** What became of a body. */
    public sealed interface Counted {
        /** It has this many tokens. */
        record Tokens(long count) implements Counted {}

        /** It is no request, for this reason. */
        record Rejected(ApiError error) implements Counted {}
    }

    /** Counts. */
    public static Counted count(byte[] body) {
        try (var json = Json.parser(body)) {
            var request = new TokenizeRequest(new Fields(json));
            json.nextToken();
            request.fields.object("The body", request::field);
            return request.counted();
        } catch (Refusal refusal) {
            return new Counted.Rejected(refusal.error());
        } catch (JsonProcessingException notJson) {
            return new Counted.Rejected(Json.invalid(notJson));
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be read", e);
        }
    }

    /**
     * The response in vLLM's shape. The ids of emulated tokens mean nothing, so each is its
     * position: clients count them.
     */
    public static byte[] reply(long count, long maxModelLen) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeNumberField("count", count);
                    json.writeNumberField("max_model_len", maxModelLen);
                    json.writeArrayFieldStart("tokens");
                    for (long id = 0; id < count; id++) {
                        json.writeNumber(id);
                    }
                    json.writeEndArray();
                    json.writeNullField("token_strs");
                    json.writeEndObject();
                });
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "prompt" -> tokens = OptionalLong.of(Tokenizer.tokens(fields.textInPlace(field)));
            case "messages" -> tokens = OptionalLong.of(MessagesParser.parse(fields).tokens());
            default -> fields.skip();
        }
    }

    private Counted counted() {
        Refusal.unless(tokens.isPresent(), "'prompt' or 'messages' is required.");
        return new Counted.Tokens(tokens.orElseThrow());
    }
}
