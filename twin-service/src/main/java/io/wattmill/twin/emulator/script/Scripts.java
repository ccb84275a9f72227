// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.wattmill.twin.emulator.ask.ChatRequest;
import io.wattmill.twin.emulator.ask.Form;
import io.wattmill.twin.emulator.ask.Prompt;
import io.wattmill.twin.emulator.ask.Sampling;
import io.wattmill.twin.emulator.ask.Thinking;
import io.wattmill.twin.emulator.schema.SchemaText;
import io.wattmill.twin.emulator.schema.SchemaText.Written;
import io.wattmill.twin.emulator.text.Answer;
import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;
import io.wattmill.twin.emulator.text.Channel;
import io.wattmill.twin.emulator.text.FixedText;
import io.wattmill.twin.emulator.text.Mix;
import io.wattmill.twin.emulator.text.Script;
import io.wattmill.twin.emulator.text.Script.Passage;
import io.wattmill.twin.emulator.wire.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes what each choice says. The same seeds and prompt give the same scripts; each choice of a
 * request has words of its own.
 *
 * @param model what answers depend on beside the request
 */
public record Scripts(Model model) {
    private static final long THOUGHTS = 0x74686F75676874L;
    private static final int PERCENT = 100;

    /**
     * One script per choice of a chat.
     *
     * @throws Refusal when a schema asks for what the engine cannot write
     */
    public List<Script> of(ChatRequest request) {
        return IntStream.range(0, request.sampling().choices())
                .mapToObj(i -> chat(request, seed(request.prompt(), request.sampling(), i)))
                .toList();
    }

    /** One script per choice of a plain prompt. */
    public List<Script> of(Prompt prompt, Sampling sampling) {
        return IntStream.range(0, sampling.choices())
                .mapToObj(i -> plain(prompt, sampling, seed(prompt, sampling, i)))
                .toList();
    }

    private static long seed(Prompt prompt, Sampling sampling, int choice) {
        long seed = prompt.hash() ^ sampling.seed();
        return choice == 0 ? seed : Mix.at(seed, choice);
    }

    private Script plain(Prompt prompt, Sampling sampling, long seed) {
        return Script.of(List.of(words(seed)), bounds(prompt, sampling), FinishReason.STOP);
    }

    private Script chat(ChatRequest request, long seed) {
        var passages = new ArrayList<Passage>();
        if (request.thinking().wanted()) {
            passages.add(thoughts(request.thinking(), seed));
        }
        var bounds = bounds(request.prompt(), request.sampling());
        return switch (request.form()) {
            case Form.Words _ -> {
                passages.add(words(seed));
                yield Script.of(passages, bounds, FinishReason.STOP);
            }
            case Form.Json json -> {
                passages.add(new Passage(new Channel.Content(), FixedText.of(text(json, seed))));
                yield Script.of(passages, bounds, FinishReason.STOP);
            }
            case Form.Calls(List<Form.Tool> tools, FinishReason reason) -> {
                passages.addAll(calls(tools, seed));
                yield Script.of(passages, bounds, reason);
            }
        };
    }

    private Passage words(long seed) {
        var answer = Answer.to(model.seed(), seed, model.meanTokens());
        return new Passage(new Channel.Content(), answer);
    }

    private Passage thoughts(Thinking thinking, long seed) {
        int mean = Math.max(1, model.meanTokens() * thinking.percent() / PERCENT);
        var free = Answer.to(model.seed() ^ THOUGHTS, seed, mean);
        int most = Math.min(free.naturalTokens(), thinking.budget().orElse(Integer.MAX_VALUE));
        return new Passage(new Channel.Thought(), new Answer(free.seed(), most));
    }

    private static String text(Form.Json json, long seed) {
        return json.schema()
                .map(schema -> written(SchemaText.write(schema, seed)))
                .orElseGet(() -> SchemaText.anyObject(seed));
    }

    private static List<Passage> calls(List<Form.Tool> tools, long seed) {
        return IntStream.range(0, tools.size())
                .mapToObj(i -> call(tools.get(i), i, Mix.at(seed, i)))
                .toList();
    }

    /** The first token of a call names its function; its arguments follow. */
    private static Passage call(Form.Tool tool, int index, long seed) {
        var arguments = written(SchemaText.write(withObject(tool), seed));
        var id = "chatcmpl-tool-" + Long.toHexString(Mix.at(seed, index));
        var channel = new Channel.Call(index, id, tool.name());
        return new Passage(channel, FixedText.behindAMark(arguments));
    }

    /** Arguments are an object, even where nothing is said of them. */
    private static JsonNode withObject(Form.Tool tool) {
        return tool.parameters().isEmpty()
                ? JsonNodeFactory.instance.objectNode().put("type", "object")
                : tool.parameters();
    }

    private static String written(Written written) {
        return switch (written) {
            case Written.Text(String json) -> json;
            case Written.Unable(String reason) ->
                    throw new Refusal(
                            "The emulated engine cannot write JSON that needs " + reason + ".");
        };
    }

    /** Without a limit of its own a request may fill the context. */
    private Script.Bounds bounds(Prompt prompt, Sampling sampling) {
        int room = (int) Math.max(1, model.longestTokens() - prompt.tokens());
        return new Script.Bounds(
                sampling.maxTokens().orElse(room), sampling.ignoreEos(), sampling.stops());
    }
}
