// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the body of {@code POST /v1/completions} in one pass. */
public final class CompletionParser {
    /** OpenAI's and vLLM's default. */
    private static final int USUAL_TOKENS = 16;

    /** vLLM's default bound. */
    private static final int MAX_LOGPROBS = 20;

    private final Fields fields;
    private final SamplingFields sampling;
    private Optional<List<TextPrompt>> prompts = Optional.empty();
    private OptionalInt logprobs = OptionalInt.empty();
    private boolean echo;

    private CompletionParser(Fields fields) {
        this.fields = fields;
        this.sampling = new SamplingFields(fields);
    }

    /** The request, or the reason why the body is none. */
    public static Json.Read<CompletionRequest> parse(byte[] body) {
        return Json.read(
                body,
                fields -> {
                    var parser = new CompletionParser(fields);
                    return new Json.Pass<>(parser::field, parser::request);
                });
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "prompt" -> prompts = Optional.of(InputsParser.parse(fields, field));
            case "echo" -> echo = fields.flag(field);
            case "logprobs" -> logprobs = fields.within(field, 0, MAX_LOGPROBS);
            case "suffix" -> suffix();
            default -> sampling.field(field);
        }
    }

    /** As vLLM: its models do not do it either. */
    private void suffix() throws IOException {
        Refusal.unlessSupported(fields.isNull() || fields.text("suffix").isEmpty(), "'suffix'");
    }

    private CompletionRequest request() {
        var model = sampling.model();
        var given = prompts.orElseThrow(() -> new Refusal("'prompt' is required."));
        Refusal.unlessSupported(!echo || logprobs.isEmpty(), "'logprobs' of an echo");
        return new CompletionRequest(
                model,
                given.stream().map(this::salted).toList(),
                sampling.sampling(OptionalInt.of(USUAL_TOKENS), logprobs),
                sampling.delivery(),
                echo);
    }

    private TextPrompt salted(TextPrompt given) {
        return new TextPrompt(given.prompt().salted(sampling.salt()), given.text());
    }
}
