// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.twin.emulator.text.Channel;
import io.wattmill.twin.emulator.wire.Json;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Chat completions. A stream's constant parts are rendered once, so that a token costs one small
 * copy. Thoughts go out under the name that vLLM gives them now and under the one that it gave them
 * before, as its versions in between did.
 */
public final class ChatShape implements Shape {
    private static final String UNFINISHED = "\"finish_reason\":null";

    private final EventText events;

    /**
     * The shape of one answer.
     *
     * @param id response id, JSON-safe
     * @param model model name as the node serves it, JSON-safe
     * @param createdSeconds epoch seconds
     */
    public ChatShape(String id, String model, long createdSeconds) {
        this(id, model, createdSeconds, "");
    }

    /**
     * The same of an answer whose KV cache is kept.
     *
     * @param kept where it lies, JSON; empty: nowhere
     */
    public ChatShape(String id, String model, long createdSeconds, String kept) {
        this.events = new EventText(id, "chat.completion", ".chunk", model, createdSeconds, kept);
    }

    @Override
    public String opening(int choice, Optional<Usage> usage) {
        var delta = "{\"role\":\"assistant\",\"content\":\"\"}";
        return events.chunk(choice, member(delta, "null", UNFINISHED), usage);
    }

    @Override
    public String delta(Delta delta) {
        var logprobs = delta.logprob().map(one -> LogprobText.chat(List.of(one))).orElse("null");
        var finish = delta.ending().map(Delta.Ending::json).orElse(UNFINISHED);
        return events.chunk(
                delta.choice(), member(content(delta), logprobs, finish), delta.usage());
    }

    private static String member(String delta, String logprobs, String finish) {
        return "\"delta\":" + delta + ",\"logprobs\":" + logprobs + "," + finish;
    }

    private static String content(Delta delta) {
        var text = Json.quoted(delta.text());
        return switch (delta.channel()) {
            case Channel.Content _ -> "{\"content\":\"" + text + "\"}";
            case Channel.Thought _ when text.isEmpty() -> "{}";
            case Channel.Thought _ ->
                    "{\"reasoning\":\"" + text + "\",\"reasoning_content\":\"" + text + "\"}";
            case Channel.Call call -> "{\"tool_calls\":[" + call(call, delta.opens(), text) + "]}";
        };
    }

    private static String call(Channel.Call call, boolean opens, String arguments) {
        var index = "{\"index\":" + call.index();
        var name = Json.quoted(call.function());
        return opens
                ? index
                        + ",\"id\":\""
                        + call.id()
                        + "\",\"type\":\"function\",\"function\":{\"name\":\""
                        + name
                        + "\",\"arguments\":\""
                        + arguments
                        + "\"}}"
                : index + ",\"function\":{\"arguments\":\"" + arguments + "\"}}";
    }

    @Override
    public String usageOnly(Usage usage) {
        return events.usageOnly(usage);
    }

    @Override
    public byte[] whole(List<Said> choices, Usage usage) {
        return events.whole(choices, usage, ChatShape::writeChoice);
    }

    private static void writeChoice(JsonGenerator json, Said said) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        json.writeStringField("content", said.text());
        json.writeNullField("refusal");
        if (said.thoughts().isPresent()) {
            json.writeStringField("reasoning", said.thoughts().get());
            json.writeStringField("reasoning_content", said.thoughts().get());
        }
        if (!said.calls().isEmpty()) {
            writeCalls(json, said.calls());
        }
        json.writeEndObject();
        json.writeFieldName("logprobs");
        json.writeRawValue(said.logprobs().map(LogprobText::chat).orElse("null"));
    }

    private static void writeCalls(JsonGenerator json, List<Said.MadeCall> calls)
            throws IOException {
        json.writeArrayFieldStart("tool_calls");
        for (var made : calls) {
            json.writeStartObject();
            json.writeStringField("id", made.call().id());
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", made.call().function());
            json.writeStringField("arguments", made.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
