// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.text.Tokenizer;
import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.OptionalLong;

/** {@code POST /tokenize}: how many tokens a {@code prompt} or some {@code messages} have. */
public final class TokenizeRequest {
    private final Fields fields;
    private OptionalLong tokens = OptionalLong.empty();

    private TokenizeRequest(Fields fields) {
        this.fields = fields;
    }

    /** The tokens, or the reason why the body is no request. */
    public static Json.Read<Long> count(byte[] body) {
        return Json.read(
                body,
                fields -> {
                    var request = new TokenizeRequest(fields);
                    return new Json.Pass<>(request::field, request::counted);
                });
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
            case "messages" -> tokens = OptionalLong.of(messages());
            default -> fields.skip();
        }
    }

    private long messages() throws IOException {
        return MessagesParser.parse(fields, new Prompt.Builder()).prompt().tokens();
    }

    private long counted() {
        return tokens.orElseThrow(() -> new Refusal("'prompt' or 'messages' is required."));
    }
}
