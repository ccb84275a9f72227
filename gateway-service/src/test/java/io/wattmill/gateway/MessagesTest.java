// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.far.Required;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Anthropic's Messages API in front of engines that speak only OpenAI's. */
class MessagesTest {

    private static final String PATH = "/v1/messages";

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static String message(boolean stream, String extra) {
        return "{\"model\":\"llama\",\"max_tokens\":64,\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]"
                + extra
                + "}";
    }

    private static JsonObject ask(String body) {
        HttpResponse<String> response = site.post(PATH, body);
        assertEquals(200, response.statusCode(), response.body());
        return new JsonObject(response.body());
    }

    /** The events of a stream: the names agree with the data. */
    private static List<JsonObject> events(String stream) {
        List<JsonObject> events = new ArrayList<>();
        for (String event : stream.strip().split("\n\n")) {
            String[] lines = event.split("\n");
            assertEquals(2, lines.length, event);
            JsonObject data = new JsonObject(lines[1].substring("data: ".length()));
            assertEquals("event: " + data.getString("type"), lines[0]);
            events.add(data);
        }
        return events;
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.getString("type")).toList();
    }

    @Test
    void answersWithAMessageThatBillsTheEnginesTokens() {
        HttpResponse<String> response = site.post(PATH, message(false, ""));
        JsonObject message = new JsonObject(response.body());
        Required.ofMessage(message);
        assertEquals("assistant", message.getString("role"));
        assertEquals("llama", message.getString("model"));
        assertEquals("end_turn", message.getString("stop_reason"));
        assertTrue(message.containsKey("stop_sequence"));
        JsonObject block = message.getJsonArray("content").getJsonObject(0);
        assertEquals("text", block.getString("type"));
        assertEquals("tok tok tok tok tok ", block.getString("text"));
        JsonObject usage = message.getJsonObject("usage");
        assertEquals(7, usage.getInteger("input_tokens"));
        assertEquals(4, usage.getInteger("cache_read_input_tokens"));
        assertEquals(5, usage.getInteger("output_tokens"));
        assertEquals("predicted", usage.getJsonObject("wattmill").getString("energy_method"));
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals("messages", record.getApi());
        assertEquals(UsageSource.USAGE_SOURCE_ENGINE, record.getUsageSource());
        assertEquals(7, record.getTokens().getInputUncached());
        assertEquals(4, record.getTokens().getCacheRead());
        assertEquals(5, record.getTokens().getOutput());
        assertEquals(2_800, record.getChargedNano());
        assertEquals(message.getString("id"), record.getResponseId());
        assertEquals("/v1/chat/completions", site.one.last().path());
    }

    @Test
    void streamsTheEventsOfAMessageInTheirOrder() {
        HttpResponse<String> response = site.post(PATH, message(true, ""));
        List<JsonObject> events = events(response.body());
        List<String> expected = new ArrayList<>(List.of("message_start", "ping"));
        expected.add("content_block_start");
        expected.addAll(Collections.nCopies(5, "content_block_delta"));
        expected.addAll(List.of("content_block_stop", "message_delta", "message_stop"));
        assertEquals(expected, types(events));
        JsonObject end = events.get(events.size() - 2);
        assertEquals("end_turn", end.getJsonObject("delta").getString("stop_reason"));
        assertEquals(5, end.getJsonObject("usage").getInteger("output_tokens"));
        assertEquals(7, end.getJsonObject("usage").getInteger("input_tokens"));
        assertTrue(end.getJsonObject("usage").containsKey("wattmill"));
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(5, record.getTokens().getOutput());
        assertEquals(Outcome.OUTCOME_COMPLETED, record.getOutcome());
        assertEquals(
                events.getFirst().getJsonObject("message").getString("id"), record.getResponseId());
    }

    @Test
    void streamsThinkingTextAndToolsAsBlocks() {
        site.one.does(
                Script.Exact.chunks(
                        chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                        chunk("{\"reasoning_content\":\"hm\"}", "null"),
                        chunk("{\"content\":\"so\"}", "null"),
                        chunk(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"\"}}]}",
                                "null"),
                        chunk(
                                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":1\"}}]}",
                                "null"),
                        chunk(
                                "{\"tool_calls\":[{\"index\":1,\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"go\",\"arguments\":\"{}\"}}]}",
                                "null"),
                        chunk(
                                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]}",
                                "null"),
                        chunk("{}", "\"tool_calls\""),
                        "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":8,\"total_tokens\":17,\"completion_tokens_details\":{\"reasoning_tokens\":3}}}"));
        HttpResponse<String> response = site.post(PATH, message(true, ""));
        List<JsonObject> events = events(response.body());
        assertEquals(
                List.of("thinking", "text", "tool_use", "tool_use"),
                events.stream()
                        .filter(event -> event.containsKey("content_block"))
                        .map(event -> event.getJsonObject("content_block").getString("type"))
                        .toList());
        StringBuilder input = new StringBuilder();
        events.stream()
                .filter(event -> event.getInteger("index", -1) == 2 && event.containsKey("delta"))
                .forEach(
                        event ->
                                input.append(
                                        event.getJsonObject("delta").getString("partial_json")));
        assertEquals("{\"a\":1}", input.toString());
        assertEquals(4, types(events).stream().filter("content_block_stop"::equals).count());
        JsonObject end = events.get(events.size() - 2);
        assertEquals("tool_use", end.getJsonObject("delta").getString("stop_reason"));
        assertEquals(
                3,
                end.getJsonObject("usage")
                        .getJsonObject("output_tokens_details")
                        .getInteger("thinking_tokens"));
        assertEquals(3, site.ledger.await(Site.requestId(response)).getTokens().getReasoning());
    }

    private static String chunk(String delta, String finish) {
        return "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"llama\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}]}";
    }

    @Test
    void answersThinkingAndToolCallsAsBlocks() {
        site.one.does(
                Script.Exact.whole(
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"llama\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":null,\"reasoning\":\"hm\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"a\\\":1.50}\"}}]}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}"));
        JsonObject message = ask(message(false, ""));
        JsonArray content = message.getJsonArray("content");
        assertEquals("hm", content.getJsonObject(0).getString("thinking"));
        assertEquals("look", content.getJsonObject(1).getString("name"));
        assertEquals(1.5, content.getJsonObject(1).getJsonObject("input").getDouble("a"));
        assertEquals("tool_use", message.getString("stop_reason"));
    }

    @Test
    void saysWhyAMessageEnds() {
        for (var reason :
                Map.of(
                                "\"finish_reason\":\"length\"",
                                "max_tokens",
                                "\"finish_reason\":\"content_filter\"",
                                "refusal",
                                "\"finish_reason\":\"stop\",\"stop_reason\":\"END\"",
                                "stop_sequence",
                                "\"finish_reason\":\"stop\",\"stop_reason\":128009",
                                "end_turn",
                                "\"finish_reason\":\"stop\",\"matched_stop\":\"END\"",
                                "stop_sequence")
                        .entrySet()) {
            site.one.does(
                    Script.Exact.whole(
                            "{\"id\":\"c\",\"choices\":[{\"index\":0,"
                                    + reason.getKey()
                                    + ",\"message\":{\"content\":\"x\"}}]}"));
            JsonObject message = ask(message(false, ""));
            assertEquals(reason.getValue(), message.getString("stop_reason"));
            assertEquals(
                    reason.getValue().equals("stop_sequence") ? "END" : null,
                    message.getString("stop_sequence"));
        }
    }

    @Test
    void asksTheEngineInItsOwnTerms() {
        ask(
                """
                {"model":"llama","max_tokens":5,"top_k":7,"temperature":0.50,"odd":{"a":[1]},
                 "system":[{"type":"text","text":"be","cache_control":{"type":"ephemeral"}},
                           {"type":"text","text":"kind"}],
                 "stop_sequences":["END"],"metadata":{"user_id":"u-7"},
                 "thinking":{"type":"enabled","budget_tokens":9000},
                 "tools":[{"name":"look","description":"d","input_schema":{"type":"object"}}],
                 "tool_choice":{"type":"any","disable_parallel_tool_use":true},
                 "messages":[
                  {"role":"user","content":[
                    {"type":"text","text":"see"},
                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"QUJD"}}]},
                  {"role":"assistant","content":[
                    {"type":"thinking","thinking":"hm","signature":""},
                    {"type":"text","text":"ok"},
                    {"type":"tool_use","id":"t1","name":"look","input":{"x":1.0}}]},
                  {"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"t1","is_error":true,
                     "content":[{"type":"text","text":"gone"}]},
                    {"type":"text","text":"and?"}]}]}
                """);
        JsonObject sent = site.one.last().body();
        assertEquals(7, sent.getInteger("top_k"));
        assertEquals("{\"a\":[1]}", sent.getJsonObject("odd").encode());
        assertTrue(site.one.last().text().contains("\"temperature\":0.50"));
        assertEquals("u-7", sent.getString("user"));
        assertEquals(List.of("END"), sent.getJsonArray("stop").getList());
        assertEquals("medium", sent.getString("reasoning_effort"));
        assertEquals(
                true, sent.getJsonObject("chat_template_kwargs").getBoolean("enable_thinking"));
        assertEquals("required", sent.getString("tool_choice"));
        assertEquals(false, sent.getBoolean("parallel_tool_calls"));
        assertEquals(
                new JsonObject(
                        "{\"type\":\"function\",\"function\":{\"name\":\"look\",\"description\":\"d\",\"parameters\":{\"type\":\"object\"}}}"),
                sent.getJsonArray("tools").getJsonObject(0));
        JsonArray messages = sent.getJsonArray("messages");
        assertEquals("be\nkind", messages.getJsonObject(0).getString("content"));
        assertEquals(
                "data:image/png;base64,QUJD",
                messages.getJsonObject(1)
                        .getJsonArray("content")
                        .getJsonObject(1)
                        .getJsonObject("image_url")
                        .getString("url"));
        JsonObject assistant = messages.getJsonObject(2);
        assertEquals("hm", assistant.getString("reasoning_content"));
        assertEquals(
                "{\"x\":1.0}",
                assistant
                        .getJsonArray("tool_calls")
                        .getJsonObject(0)
                        .getJsonObject("function")
                        .getString("arguments"));
        assertEquals("tool", messages.getJsonObject(3).getString("role"));
        assertEquals("Error: gone", messages.getJsonObject(3).getString("content"));
        assertEquals("and?", messages.getJsonObject(4).getString("content"));
        for (String theirs : List.of("system", "stop_sequences", "metadata", "thinking")) {
            assertFalse(sent.containsKey(theirs), theirs);
        }
    }

    @Test
    void takesItsOwnClientsHeaders() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + PATH))
                        .header("x-api-key", site.developerKey())
                        .header("anthropic-version", "2023-06-01")
                        .POST(HttpRequest.BodyPublishers.ofString(message(false, "")))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
        }
        assertFalse(site.one.last().headers().containsKey("x-api-key"));
        assertFalse(site.one.last().headers().containsKey("anthropic-version"));
    }

    private static void refused(int status, String type, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        JsonObject body = new JsonObject(response.body());
        assertEquals("error", body.getString("type"));
        assertEquals(type, body.getJsonObject("error").getString("type"));
        assertFalse(body.getJsonObject("error").getString("message").isBlank());
        assertEquals(Site.requestId(response), body.getString("request_id"));
        assertEquals(Site.requestId(response), response.headers().firstValue("request-id").get());
    }

    @Test
    void refusesInItsOwnShape() {
        refused(401, "authentication_error", site.send("POST", PATH, "", message(false, "")));
        refused(400, "invalid_request_error", site.post(PATH, "{"));
        refused(
                404,
                "not_found_error",
                site.post(PATH, message(false, "").replace("llama", "nobody")));
        site.one.does(new Script.Status(503, "busy"));
        site.two.does(new Script.Status(503, "busy"));
        HttpResponse<String> busy = site.post(PATH, message(false, ""));
        refused(529, "overloaded_error", busy);
        assertEquals(529, site.ledger.await(Site.requestId(busy)).getHttpStatus());
    }

    @Test
    void namesThePlaceOfWhatNoEngineCouldBeAsked() {
        for (var wrong :
                Map.of(
                                "\"max_tokens\":64|\"max_tokens\":0", "max_tokens",
                                "\"max_tokens\":64,|", "max_tokens",
                                "\"hello\"|[{\"type\":\"server_tool_use\"}]",
                                        "messages.0.content.0.type",
                                "\"hello\"|[]", "messages.0.content",
                                "\"hello\"|7", "messages.0.content",
                                "\"user\"|\"robot\"", "messages.0.role",
                                "}]}|}],\"n\":1000000}", "n",
                                "}]}|}],\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\"}]}",
                                        "tools.0.type",
                                "\"hello\"|[{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]",
                                        "messages.0.content.0.source.type")
                        .entrySet()) {
            String[] change = wrong.getKey().split("\\|", 2);
            HttpResponse<String> response =
                    site.post(PATH, message(false, "").replace(change[0], change[1]));
            refused(400, "invalid_request_error", response);
            assertEquals(
                    wrong.getValue(),
                    new JsonObject(response.body()).getJsonObject("error").getString("param"),
                    response.body());
        }
        assertEquals(0, site.one.received().size());
    }

    @Test
    void endsABrokenStreamWithAnErrorEventAndBillsWhatWasDelivered() {
        for (Script script :
                List.of(
                        new Script.DiesAfter(3),
                        new Script.GarbageAfter(3),
                        new Script.ErrorAfter(3))) {
            site.reset();
            assertEndsWithAnError(site, script);
        }
        try (Site hasty = new Site(Map.of("WATTMILL_GATEWAY_RELAY_IDLE_TIMEOUT", "2s"))) {
            assertEndsWithAnError(hasty, new Script.HangsAfter(3));
        }
    }

    private static void assertEndsWithAnError(Site site, Script script) {
        site.one.does(script);
        HttpResponse<String> response = site.post(PATH, message(true, ""));
        List<JsonObject> events = events(response.body());
        assertEquals("error", events.getLast().getString("type"), script.toString());
        assertFalse(types(events).contains("message_stop"));
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome());
        assertEquals(3, record.getTokens().getOutput(), script.toString());
        assertEquals(UsageSource.USAGE_SOURCE_CONTINUOUS, record.getUsageSource());
    }

    @Test
    void cancelsTheEngineWhenTheCallerLeavesAndBillsWhatWasDelivered() throws Exception {
        site.one.does(new Script.Endless());
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + PATH))
                        .header("x-api-key", site.developerKey())
                        .POST(HttpRequest.BodyPublishers.ofString(message(true, "")))
                        .build();
        String id;
        try (HttpClient http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            id = Site.requestId(response);
            readSome(response.body());
            http.shutdownNow();
        }
        Await.until(() -> site.one.resets() == 1, "the engine sees the reset");
        UsageRecord record = site.ledger.await(id);
        assertEquals(Outcome.OUTCOME_ABORTED, record.getOutcome());
        assertTrue(record.getTokens().getOutput() > 0);
        assertTrue(
                record.getTokens().getOutput() + record.getWasteTokens() <= site.one.made(),
                record::toString);
    }

    private static void readSome(InputStream stream) throws IOException {
        assertTrue(stream.readNBytes(2_000).length > 0);
        stream.close();
    }

    @Test
    void countsChunksOfAnEngineThatReportsNoUsage() {
        site.one.does(new Script.Uncounted(6));
        HttpResponse<String> response = site.post(PATH, message(true, ""));
        List<JsonObject> events = events(response.body());
        JsonObject usage = events.get(events.size() - 2).getJsonObject("usage");
        assertEquals(6, usage.getInteger("output_tokens"));
        assertEquals(
                UsageSource.USAGE_SOURCE_ESTIMATED,
                site.ledger.await(Site.requestId(response)).getUsageSource());
    }

    @Test
    void sharesPrefixesWithChat() {
        String text = "y".repeat(3_000);
        site.post(PATH, message(false, "").replace("hello", text));
        site.post("/v1/chat/completions", Site.chat(false, "").replace("hello", text));
        var asked = site.router.asked();
        assertEquals(2, asked.get(0).getPrefixBlocksCount());
        assertEquals(asked.get(0).getPrefixBlocksList(), asked.get(1).getPrefixBlocksList());
    }

    @Test
    void estimatesTokensWithoutAskingAnEngine() {
        HttpResponse<String> response =
                site.post(
                        PATH + "/count_tokens",
                        "{\"model\":\"llama\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                + "word ".repeat(100)
                                + "\"}]}");
        assertEquals(200, response.statusCode(), response.body());
        int tokens = new JsonObject(response.body()).getInteger("input_tokens");
        assertTrue(tokens >= 100 && tokens < 160, response.body());
        assertEquals(0, site.one.received().size());
        refused(
                400,
                "invalid_request_error",
                site.post(PATH + "/count_tokens", "{\"model\":\"m\"}"));
    }
}
