// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Choices, tools, formats, thoughts and log probabilities of chats, over a socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatShapesOverHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USAGE = "\"stream_options\":{\"include_usage\":true},";
    private static final String WEATHER =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{"
                + "\"type\":\"object\",\"required\":[\"city\",\"days\"],\"properties\":{\"city\":{"
                + "\"type\":\"string\"},\"days\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":7}}}}},"
                + "{\"type\":\"function\",\"function\":{\"name\":\"get_time\"}}]";
    private RunningFleet fleet;

    @BeforeAll
    void start() {
        fleet = new RunningFleet("nodes: 1, speed: 50, seed: 7");
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private JsonNode whole(String content, String fields) throws IOException {
        return fleet.json(fleet.chat(content, fields));
    }

    private SseAnswer streamed(String content, String fields) {
        return fleet.events(fleet.chat(content, "\"stream\":true," + fields));
    }

    private static Map<Integer, String> texts(SseAnswer answer, String field) {
        var texts = new TreeMap<Integer, String>();
        for (var chunk : answer.chunks()) {
            for (var choice : chunk.path("choices")) {
                var text = choice.path("delta").path(field).asText("");
                texts.merge(choice.path("index").asInt(), text, String::concat);
            }
        }
        return texts;
    }

    @Test
    void choicesRunTogetherAndTheirTokensCountOnceEach() throws IOException {
        double prompt = fleet.engineMetric("vllm:prompt_tokens_total");
        double made = fleet.engineMetric("vllm:generation_tokens_total");
        var fields = "\"n\":3,\"max_tokens\":12,\"ignore_eos\":true";
        var answer = whole("three of you", fields);
        assertEquals(3, answer.path("choices").size());
        assertEquals(36, answer.at("/usage/completion_tokens").asInt());
        int promptTokens = answer.at("/usage/prompt_tokens").asInt();
        assertEquals(3 + 4 + 3, promptTokens);
        assertEquals(prompt + promptTokens, fleet.engineMetric("vllm:prompt_tokens_total"));
        assertEquals(made + 36, fleet.engineMetric("vllm:generation_tokens_total"));
        var texts = texts(streamed("three of you", fields), "content");
        for (int i = 0; i < 3; i++) {
            var text = answer.at("/choices/" + i + "/message/content").asText();
            assertEquals(text, texts.get(i));
            assertEquals(i, answer.at("/choices/" + i + "/index").asInt());
        }
        assertNotEquals(texts.get(0), texts.get(1));
        assertEquals(
                texts.get(0),
                whole("three of you", fields.substring(6))
                        .at("/choices/0/message/content")
                        .asText());
    }

    @Test
    void aStreamOfChoicesSumsItsUsageAtTheEndAndCountsEachOneInBetween() {
        var answer =
                streamed(
                        "both",
                        "\"n\":2,\"max_tokens\":6,\"ignore_eos\":true,\"stream_options\":"
                                + "{\"include_usage\":true,\"continuous_usage_stats\":true}");
        assertEquals(12, answer.last().at("/usage/completion_tokens").asInt());
        var lastOfFirst =
                answer.chunks().stream()
                        .filter(c -> c.at("/choices/0/index").asInt(-1) == 0)
                        .toList()
                        .getLast();
        assertEquals(6, lastOfFirst.at("/usage/completion_tokens").asInt());
    }

    @Test
    void aCallThatIsRequiredFitsItsSchema() throws IOException {
        var fields = WEATHER + ",\"tool_choice\":\"required\"";
        var answer = whole("how is it?", fields);
        assertEquals("tool_calls", answer.at("/choices/0/finish_reason").asText());
        var call = answer.at("/choices/0/message/tool_calls/0");
        assertEquals("function", call.path("type").asText());
        assertTrue(call.path("id").asText().startsWith("chatcmpl-tool-"));
        assertEquals("get_weather", call.at("/function/name").asText());
        var arguments = JSON.readTree(call.at("/function/arguments").asText());
        assertTrue(arguments.path("city").isTextual());
        int days = arguments.path("days").asInt();
        assertTrue(days >= 1 && days <= 7);
        assertEquals(call, joined(streamed("how is it?", fields)).getFirst());
    }

    /** Calls put together as clients do: by index, the first delta naming id, type and function. */
    private static List<JsonNode> joined(SseAnswer answer) {
        var calls = new TreeMap<Integer, ObjectNode>();
        for (var chunk : answer.chunks()) {
            for (var delta : chunk.at("/choices/0/delta/tool_calls")) {
                var call =
                        calls.computeIfAbsent(
                                delta.path("index").asInt(),
                                _ -> {
                                    var opened = JSON.createObjectNode();
                                    opened.set("id", delta.path("id"));
                                    opened.set("type", delta.path("type"));
                                    opened.putObject("function")
                                            .put("name", delta.at("/function/name").asText())
                                            .put("arguments", "");
                                    return opened;
                                });
                var function = (ObjectNode) call.get("function");
                var more = delta.at("/function/arguments").asText();
                function.put("arguments", function.path("arguments").asText() + more);
            }
        }
        return List.copyOf(calls.values());
    }

    @Test
    void aNamedCallEndsWithStopAsInVllm() throws IOException {
        var named = ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_time\"}}";
        var answer = whole("now", WEATHER + named);
        assertEquals(
                "get_time", answer.at("/choices/0/message/tool_calls/0/function/name").asText());
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
        var arguments = answer.at("/choices/0/message/tool_calls/0/function/arguments").asText();
        assertTrue(JSON.readTree(arguments).isObject());
    }

    @Test
    void severalCallsAreMadeWhenTheUserNamesThem() {
        var answer = streamed("get_weather then get_time", USAGE + WEATHER);
        var calls = joined(answer);
        assertEquals(2, calls.size());
        assertNotEquals(calls.get(0).path("id"), calls.get(1).path("id"));
        assertEquals("get_time", calls.get(1).at("/function/name").asText());
        assertEquals("tool_calls", answer.finishReason());
        assertTrue(answer.last().at("/usage/completion_tokens").asInt() > 4);
    }

    @Test
    void aCallThatDoesNotFitIsCutAsLengthSays() throws IOException {
        var fields = WEATHER + ",\"tool_choice\":\"required\",\"max_tokens\":3";
        var answer = whole("how is it?", fields);
        assertEquals("length", answer.at("/choices/0/finish_reason").asText());
        assertEquals(3, answer.at("/usage/completion_tokens").asInt());
    }

    @Test
    void aFormatIsKept() throws IOException {
        var any = whole("json", "\"response_format\":{\"type\":\"json_object\"}");
        assertTrue(JSON.readTree(any.at("/choices/0/message/content").asText()).isObject());
        var schema =
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{"
                    + "\"type\":\"object\",\"required\":[\"unit\"],\"properties\":{\"unit\":{\"enum\":"
                    + "[\"°C\",\"°F\"]}}}}}";
        var whole = whole("json", schema).at("/choices/0/message/content").asText();
        assertTrue(JSON.readTree(whole).path("unit").asText().startsWith("°"), whole);
        assertEquals(whole, streamed("json", schema).text());
        var response =
                fleet.send(
                        fleet.chat(
                                "json",
                                schema.replace("\"enum\":", "\"pattern\":\"x\",\"enum\":")));
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("'pattern'"), response.body());
    }

    @Test
    void thoughtsComeFirstAndAreCountedApart() throws IOException {
        var fields = "\"reasoning_effort\":\"low\",\"max_tokens\":2000";
        var answer = whole("why?", fields);
        var message = answer.at("/choices/0/message");
        var thoughts = message.path("reasoning_content").asText();
        assertFalse(thoughts.isEmpty());
        assertEquals(thoughts, message.path("reasoning").asText());
        int thought = answer.at("/usage/completion_tokens_details/reasoning_tokens").asInt();
        assertEquals(thoughts.split(" ", -1).length, thought);
        int content = message.path("content").asText().split(" ", -1).length;
        assertEquals(thought + content, answer.at("/usage/completion_tokens").asInt());
        var stream = streamed("why?", USAGE + fields);
        assertEquals(thoughts, texts(stream, "reasoning_content").get(0));
        assertEquals(message.path("content").asText(), stream.text());
        assertEquals(
                answer.path("usage").path("completion_tokens_details"),
                stream.last().path("usage").path("completion_tokens_details"));
    }

    @Test
    void hiddenThoughtsAreMadeAndCounted() throws IOException {
        var fields =
                "\"chat_template_kwargs\":{\"enable_thinking\":true},\"thinking_token_budget\":7,"
                        + "\"max_tokens\":2000,\"include_reasoning\":false";
        var answer = whole("why?", fields);
        assertFalse(answer.at("/choices/0/message").has("reasoning_content"));
        assertEquals(7, answer.at("/usage/completion_tokens_details/reasoning_tokens").asInt());
        assertEquals("", texts(streamed("why?", fields), "reasoning_content").get(0));
    }

    @Test
    void anAnswerMayEndWhileItThinks() throws IOException {
        var answer = whole("why?", "\"reasoning_effort\":\"max\",\"max_tokens\":2");
        assertEquals("length", answer.at("/choices/0/finish_reason").asText());
        assertEquals("", answer.at("/choices/0/message/content").asText());
        assertEquals(2, answer.at("/usage/completion_tokens_details/reasoning_tokens").asInt());
    }

    @Test
    void everyTokenHasItsLogprobs() throws IOException {
        var fields = "\"logprobs\":true,\"top_logprobs\":2,\"max_tokens\":6,\"ignore_eos\":true";
        var answer = whole("likely", fields);
        var content = answer.at("/choices/0/logprobs/content");
        assertEquals(6, content.size());
        var text = new StringBuilder();
        for (var token : content) {
            text.append(token.path("token").asText());
            assertEquals(2, token.path("top_logprobs").size());
            assertTrue(token.path("logprob").asDouble() < 0);
            assertEquals(token.path("token").asText().length(), token.path("bytes").size());
        }
        assertEquals(answer.at("/choices/0/message/content").asText(), text.toString());
        var stream = streamed("likely", fields);
        long tokens =
                stream.chunks().stream()
                        .mapToLong(c -> c.at("/choices/0/logprobs/content").size())
                        .sum();
        assertEquals(6, tokens);
    }

    @Test
    void aStopStringIsNamed() throws IOException {
        var free = whole("stop me", "\"max_tokens\":40,\"ignore_eos\":true");
        var word = free.at("/choices/0/message/content").asText().split(" ", -1)[5];
        var stopped = whole("stop me", "\"stop\":[\" " + word + "\"],\"max_tokens\":40");
        assertEquals(" " + word, stopped.at("/choices/0/stop_reason").asText());
    }

    @Test
    void aSeedDecidesTheText() throws IOException {
        var one = whole("seed", "\"seed\":5,\"max_tokens\":9").at("/choices/0/message/content");
        assertEquals(
                one, whole("seed", "\"seed\":5,\"max_tokens\":9").at("/choices/0/message/content"));
        assertNotEquals(
                one, whole("seed", "\"seed\":6,\"max_tokens\":9").at("/choices/0/message/content"));
    }

    @Test
    void anImageIsPaidForByTheRule() throws IOException {
        var body =
                "{\"model\":\"llama-3.1-8b\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":["
                    + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}]}";
        var response = fleet.send(fleet.post("/v1/chat/completions", body));
        assertEquals(
                3 + 4 + 576, JSON.readTree(response.body()).at("/usage/prompt_tokens").asInt());
    }
}
