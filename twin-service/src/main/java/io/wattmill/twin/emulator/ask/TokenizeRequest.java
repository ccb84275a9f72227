// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.text.PromptTokens;
import io.wattmill.twin.emulator.text.Tokenizer;
import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.Optional;

/**
 * {@code POST /tokenize}: the tokens of a {@code prompt}, or of {@code messages} and {@code tools}
 * as the template puts them. Of a chat's own fields the others are passed over.
 */
public final class TokenizeRequest {
    private final Fields fields;
    private final FormFields form;
    private final ChatPrompt chat;
    private Optional<Prompt> text = Optional.empty();
    private boolean opensAnswer = true;

    private TokenizeRequest(Fields fields, byte[] body) {
        this.fields = fields;
        this.form = new FormFields(fields, body);
        this.chat = new ChatPrompt(fields, body);
    }

    /** The tokens, or the reason why the body is no request. */
    public static Json.Read<PromptTokens> tokens(byte[] body) {
        return Json.read(
                body,
                fields -> {
                    var request = new TokenizeRequest(fields, body);
                    return new Json.Pass<>(request::field, request::tokens);
                });
    }

    /** The response in vLLM's shape. */
    public static byte[] reply(PromptTokens tokens, long maxModelLen) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeNumberField("count", tokens.count());
                    json.writeNumberField("max_model_len", maxModelLen);
                    json.writeArrayFieldStart("tokens");
                    for (int at = 0; at < tokens.count(); at++) {
                        json.writeNumber(tokens.id(at));
                    }
                    json.writeEndArray();
                    json.writeNullField("token_strs");
                    json.writeEndObject();
                });
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "prompt" -> text = Optional.of(Prompt.plain(fields.textInPlace(field)));
            case "messages" -> chat.messages();
            case "tools" -> form.tools();
            case "add_generation_prompt" -> opensAnswer = fields.flag(field);
            default -> fields.skip();
        }
    }

    private PromptTokens tokens() throws IOException {
        Refusal.unless(text.isPresent() || chat.isGiven(), "'prompt' or 'messages' is required.");
        if (text.isPresent()) {
            return text.get().content();
        }
        PromptTokens whole = chat.prompt(form.toolsSpan()).content();
        return opensAnswer ? whole : whole.withoutLast(Tokenizer.TOKENS_PER_CHAT);
    }
}
