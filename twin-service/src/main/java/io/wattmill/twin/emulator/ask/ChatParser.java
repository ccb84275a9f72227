// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * Reads the body of {@code POST /v1/chat/completions} in one pass. Fields that only colour the
 * answer (temperature, penalties, ...) and fields that are unknown have no effect.
 */
public final class ChatParser {
    /** vLLM's default bound. */
    private static final int MAX_TOP_LOGPROBS = 20;

    private final Fields fields;
    private final SamplingFields sampling;
    private final ThinkingFields thinking;
    private final FormFields form;
    private final ChatPrompt prompt;
    private boolean logprobs;
    private OptionalInt topLogprobs = OptionalInt.empty();

    private ChatParser(Fields fields, byte[] body) {
        this.fields = fields;
        this.sampling = new SamplingFields(fields);
        this.thinking = new ThinkingFields(fields);
        this.form = new FormFields(fields, body);
        this.prompt = new ChatPrompt(fields, body);
    }

    /** The request, or the reason why the body is none. */
    public static Json.Read<ChatRequest> parse(byte[] body) {
        return Json.read(
                body,
                fields -> {
                    var parser = new ChatParser(fields, body);
                    return new Json.Pass<>(parser::field, parser::request);
                });
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "messages" -> prompt.messages();
            case "tools" -> form.tools();
            case "tool_choice" -> form.choice();
            case "parallel_tool_calls" -> form.parallel();
            case "response_format" -> form.format();
            case "reasoning_effort" -> thinking.effort();
            case "chat_template_kwargs" -> thinking.template();
            case "thinking_token_budget" -> thinking.budget();
            case "include_reasoning" -> thinking.shown();
            case "logprobs" -> logprobs = fields.flag(field);
            case "top_logprobs" -> topLogprobs = fields.within(field, 0, MAX_TOP_LOGPROBS);
            default -> sampling.field(field);
        }
    }

    private ChatRequest request() throws IOException {
        var model = sampling.model();
        var read = prompt.given();
        var top = logprobs ? OptionalInt.of(topLogprobs.orElse(0)) : OptionalInt.empty();
        boolean goTogether = logprobs || topLogprobs.orElse(0) == 0;
        Refusal.unless(goTogether, "'top_logprobs' needs 'logprobs'.");
        return new ChatRequest(
                model,
                prompt.prompt(form.toolsSpan()).salted(sampling.salt()),
                sampling.sampling(OptionalInt.empty(), top),
                sampling.delivery(),
                thinking.thinking(),
                form.form(read));
    }
}
