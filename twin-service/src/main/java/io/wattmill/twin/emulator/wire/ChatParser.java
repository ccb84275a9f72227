// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.wattmill.twin.emulator.wire.ChatRequest.Parsed;
import io.wattmill.twin.emulator.wire.ChatRequest.StreamUsage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the body of {@code POST /v1/chat/completions} in one pass. Fields that only colour the
 * answer (temperature, tools that the model may choose not to call, ...) are accepted and have no
 * effect; what the emulated engine cannot honour (several choices, log probabilities, forced tools
 * or formats) is refused.
 */
public final class ChatParser {
    private static final int MAX_STOPS = 16;
    private static final int MAX_STOP_CHARS = 256;

    private final Fields fields;
    private final List<String> stops = new ArrayList<>();
    private Optional<Prompt> prompt = Optional.empty();
    private String model = "";
    private OptionalInt maxTokens = OptionalInt.empty();
    private OptionalInt maxCompletionTokens = OptionalInt.empty();
    private boolean ignoreEos;
    private boolean stream;
    private boolean includeUsage;
    private boolean continuousUsage;
    private long seed;

    private ChatParser(Fields fields) {
        this.fields = fields;
    }

    /** The request, or the reason why the body is none. */
    public static Parsed parse(byte[] body) {
        try (var json = Json.parser(body)) {
            var fields = new Fields(json);
            var parser = new ChatParser(fields);
            json.nextToken();
            fields.object("The body", parser::field);
            Refusal.unless(json.nextToken() == null, "Nothing may follow the JSON object.");
            return new Parsed.Accepted(parser.request());
        } catch (Refusal refusal) {
            return new Parsed.Rejected(refusal.error());
        } catch (JsonProcessingException notJson) {
            return new Parsed.Rejected(Json.invalid(notJson));
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be read", e);
        }
    }

    private ChatRequest request() {
        Refusal.unless(!model.isEmpty(), "'model' is required.");
        var messages = prompt.orElseThrow(() -> new Refusal("'messages' is required."));
        // OpenAI's newer name wins where both are given, as in vLLM.
        var max = maxCompletionTokens.isPresent() ? maxCompletionTokens : maxTokens;
        return new ChatRequest(
                model, messages, max, List.copyOf(stops), ignoreEos, seed, stream, usage());
    }

    private StreamUsage usage() {
        return !includeUsage
                ? StreamUsage.NONE
                : continuousUsage ? StreamUsage.CONTINUOUS : StreamUsage.FINAL;
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "model" -> model = fields.text(field);
            case "messages" -> prompt = Optional.of(MessagesParser.parse(fields));
            case "max_tokens" -> maxTokens = fields.positive(field);
            case "max_completion_tokens" -> maxCompletionTokens = fields.positive(field);
            case "stop" -> stops();
            case "ignore_eos" -> ignoreEos = fields.flag(field);
            case "seed" -> seed = fields.isNull() ? 0 : fields.whole(field);
            case "stream" -> stream = fields.flag(field);
            case "stream_options" -> streamOptions();
            case "n" -> Refusal.unlessSupported(isOne(field), "'n' other than 1");
            case "logprobs" -> Refusal.unlessSupported(!fields.flag(field), "'logprobs'");
            case "tool_choice" -> toolChoice();
            case "response_format" -> responseFormat();
            default -> fields.skip();
        }
    }

    private boolean isOne(String field) throws IOException {
        return fields.isNull() || fields.whole(field) == 1;
    }

    private void stops() throws IOException {
        if (fields.isText()) {
            stop();
        } else if (!fields.isNull()) {
            fields.array("'stop'", this::stop);
        }
    }

    private void stop() throws IOException {
        var stop = fields.text("stop");
        var fits = !stop.isEmpty() && stop.length() <= MAX_STOP_CHARS && stops.size() < MAX_STOPS;
        Refusal.unless(
                fits,
                "'stop' takes up to %d texts of 1 to %d characters."
                        .formatted(MAX_STOPS, MAX_STOP_CHARS));
        stops.add(stop);
    }

    private void streamOptions() throws IOException {
        if (fields.isNull()) {
            return;
        }
        fields.object(
                "'stream_options'",
                field -> {
                    switch (field) {
                        case "include_usage" -> includeUsage = fields.flag(field);
                        case "continuous_usage_stats" -> continuousUsage = fields.flag(field);
                        default -> fields.skip();
                    }
                });
    }

    private void toolChoice() throws IOException {
        boolean free = fields.isNull();
        if (fields.isText()) {
            free = List.of("auto", "none").contains(fields.text("tool_choice"));
        }
        Refusal.unlessSupported(free, "a 'tool_choice' that forces a call");
    }

    private void responseFormat() throws IOException {
        if (fields.isNull()) {
            return;
        }
        fields.object(
                "'response_format'",
                field -> {
                    boolean plain = !field.equals("type") || fields.text(field).equals("text");
                    Refusal.unlessSupported(plain, "a 'response_format' other than text");
                    fields.skip();
                });
    }
}
