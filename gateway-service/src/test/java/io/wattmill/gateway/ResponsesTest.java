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
import io.wattmill.gateway.far.RequiredOfResponses;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** OpenAI's Responses API in front of engines that speak only chat. */
class ResponsesTest {

    private static final String PATH = "/v1/responses";

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

    private static String request(String extra) {
        return "{\"model\":\"llama\",\"input\":\"hello\"" + extra + "}";
    }

    private static JsonObject ask(String body) {
        HttpResponse<String> response = site.post(PATH, body);
        assertEquals(200, response.statusCode(), response.body());
        JsonObject json = new JsonObject(response.body());
        RequiredOfResponses.ofResponse(json);
        return json;
    }

    private static List<JsonObject> stream(String body) {
        HttpResponse<String> response = site.post(PATH, body);
        assertEquals(200, response.statusCode(), response.body());
        return RequiredOfResponses.events(response.body());
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.getString("type")).toList();
    }

    private static JsonObject content(JsonObject response, int item, int part) {
        return response.getJsonArray("output")
                .getJsonObject(item)
                .getJsonArray("content")
                .getJsonObject(part);
    }

    private static JsonArray sentMessages() {
        return site.one.last().body().getJsonArray("messages");
    }

    // --- answers

    @Test
    void answersWithAResponseThatBillsTheEnginesTokens() {
        HttpResponse<String> answer = site.post(PATH, request(",\"temperature\":0.50"));
        JsonObject response = new JsonObject(answer.body());
        RequiredOfResponses.ofResponse(response);
        assertEquals("completed", response.getString("status"));
        assertEquals("tok tok tok tok tok ", content(response, 0, 0).getString("text"));
        assertEquals(0.5, response.getDouble("temperature"));
        JsonObject usage = response.getJsonObject("usage");
        assertEquals(11, usage.getInteger("input_tokens"));
        assertEquals(4, usage.getJsonObject("input_tokens_details").getInteger("cached_tokens"));
        assertEquals(5, usage.getInteger("output_tokens"));
        assertEquals(16, usage.getInteger("total_tokens"));
        assertEquals("predicted", usage.getJsonObject("wattmill").getString("energy_method"));
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals("responses", record.getApi());
        assertEquals(UsageSource.USAGE_SOURCE_ENGINE, record.getUsageSource());
        assertEquals(7, record.getTokens().getInputUncached());
        assertEquals(4, record.getTokens().getCacheRead());
        assertEquals(5, record.getTokens().getOutput());
        assertEquals(response.getString("id"), record.getResponseId());
        assertEquals("/v1/chat/completions", site.one.last().path());
        assertTrue(site.one.last().text().contains("\"temperature\":0.50"));
    }

    @Test
    void streamsTheEventsOfAResponseInTheirOrder() {
        HttpResponse<String> answer = site.post(PATH, request(",\"stream\":true"));
        List<JsonObject> events = RequiredOfResponses.events(answer.body());
        List<String> expected =
                new ArrayList<>(
                        List.of(
                                "response.created",
                                "response.in_progress",
                                "response.output_item.added",
                                "response.content_part.added"));
        expected.addAll(Collections.nCopies(5, "response.output_text.delta"));
        expected.addAll(
                List.of(
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed"));
        assertEquals(expected, types(events));
        JsonObject response = events.getLast().getJsonObject("response");
        assertEquals("t1 t2 t3 t4 t5 ", content(response, 0, 0).getString("text"));
        assertEquals(5, response.getJsonObject("usage").getInteger("output_tokens"));
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals(Outcome.OUTCOME_COMPLETED, record.getOutcome());
        assertEquals(5, record.getTokens().getOutput());
        assertEquals(response.getString("id"), record.getResponseId());
    }

    private static String chunk(String delta, String finish) {
        return "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"llama\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}]}";
    }

    @Test
    void streamsReasoningTextAndCallsAsItems() {
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
        List<JsonObject> events = stream(request(",\"stream\":true"));
        JsonObject response = events.getLast().getJsonObject("response");
        assertEquals("completed", response.getString("status"));
        assertEquals("hm", content(response, 0, 0).getString("text"));
        assertEquals("so", content(response, 1, 0).getString("text"));
        JsonObject call = response.getJsonArray("output").getJsonObject(2);
        assertEquals("call_1", call.getString("call_id"));
        assertEquals("look", call.getString("name"));
        assertEquals("{\"a\":1}", call.getString("arguments"));
        assertEquals("go", response.getJsonArray("output").getJsonObject(3).getString("name"));
        JsonObject usage = response.getJsonObject("usage");
        assertEquals(
                3, usage.getJsonObject("output_tokens_details").getInteger("reasoning_tokens"));
    }

    @Test
    void answersReasoningCallsAndLogprobsAsItems() {
        site.one.does(
                Script.Exact.whole(
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"llama\",\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\",\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-0.5,\"bytes\":[97],\"top_logprobs\":[]}]},\"message\":{\"role\":\"assistant\",\"content\":\"a\",\"reasoning\":\"hm\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}},{\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"go\",\"arguments\":\"{}\"}}]}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}"));
        JsonObject response = ask(request(",\"include\":[\"message.output_text.logprobs\"]"));
        assertEquals("hm", content(response, 0, 0).getString("text"));
        assertEquals(1, content(response, 1, 0).getJsonArray("logprobs").size());
        assertEquals(
                List.of("call_1", "call_2"),
                response.getJsonArray("output").stream()
                        .map(JsonObject.class::cast)
                        .filter(item -> item.getString("type").equals("function_call"))
                        .map(item -> item.getString("call_id"))
                        .toList());
        assertEquals(true, site.one.last().body().getBoolean("logprobs"));
    }

    @ParameterizedTest
    @CsvSource({
        "length,incomplete,max_output_tokens",
        "content_filter,incomplete,content_filter",
        "stop,completed,"
    })
    void saysWhyAResponseEnds(String reason, String status, String why) {
        site.one.does(
                Script.Exact.whole(
                        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"finish_reason\":\""
                                + reason
                                + "\",\"message\":{\"content\":\"x\"}}]}"));
        JsonObject response = ask(request(""));
        assertEquals(status, response.getString("status"));
        JsonObject details = response.getJsonObject("incomplete_details");
        assertEquals(why, details == null ? null : details.getString("reason"));
        site.one.does(Script.Exact.chunks(chunk("{\"content\":\"x\"}", "\"" + reason + "\"")));
        JsonObject last = stream(request(",\"stream\":true")).getLast();
        assertEquals("response." + status, last.getString("type"));
    }

    // --- requests

    @Test
    void asksTheEngineInItsOwnTerms() {
        ask(
                """
                {"model":"llama","max_output_tokens":5,"top_k":7,"user":"u-7","top_logprobs":2,
                 "instructions":"be kind","odd":{"a":[1]},"metadata":{"k":"v"},"store":false,
                 "reasoning":{"effort":"low","summary":"auto"},
                 "text":{"format":{"type":"json_schema","name":"w","schema":{"type":"object"},"strict":true}},
                 "tools":[{"type":"function","name":"look","description":"d","parameters":{"type":"object"}}],
                 "tool_choice":{"type":"function","name":"look"},"parallel_tool_calls":false,
                 "input":[
                  {"role":"developer","content":"short"},
                  {"role":"user","content":[
                    {"type":"input_text","text":"see"},
                    {"type":"input_image","image_url":"data:image/png;base64,QUJD","detail":"low"}]},
                  {"type":"reasoning","id":"rs_1","summary":[],"content":[{"type":"reasoning_text","text":"hm"}]},
                  {"type":"message","id":"msg_1","role":"assistant","status":"completed",
                   "content":[{"type":"output_text","text":"ok","annotations":[]}]},
                  {"type":"function_call","call_id":"c1","name":"look","arguments":"{}"},
                  {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"gone"}]},
                  {"type":"message","role":"user","content":"and?"}]}
                """);
        JsonObject sent = site.one.last().body();
        assertEquals(5, sent.getInteger("max_completion_tokens"));
        assertEquals(7, sent.getInteger("top_k"));
        assertEquals("u-7", sent.getString("user"));
        assertEquals(2, sent.getInteger("top_logprobs"));
        assertEquals("{\"a\":[1]}", sent.getJsonObject("odd").encode());
        assertEquals("low", sent.getString("reasoning_effort"));
        assertEquals(false, sent.getBoolean("parallel_tool_calls"));
        assertEquals(
                "w",
                sent.getJsonObject("response_format")
                        .getJsonObject("json_schema")
                        .getString("name"));
        JsonObject function = new JsonObject().put("name", "look");
        assertEquals(
                new JsonObject().put("type", "function").put("function", function),
                sent.getJsonObject("tool_choice"));
        JsonArray messages = sent.getJsonArray("messages");
        assertEquals(6, messages.size(), messages::encode);
        assertEquals("be kind", messages.getJsonObject(0).getString("content"));
        assertEquals("system", messages.getJsonObject(1).getString("role"));
        assertEquals(
                "data:image/png;base64,QUJD",
                messages.getJsonObject(2)
                        .getJsonArray("content")
                        .getJsonObject(1)
                        .getJsonObject("image_url")
                        .getString("url"));
        JsonObject assistant = messages.getJsonObject(3);
        assertEquals("hm", assistant.getString("reasoning_content"));
        assertEquals("ok", assistant.getString("content"));
        assertEquals("c1", assistant.getJsonArray("tool_calls").getJsonObject(0).getString("id"));
        assertEquals("gone", messages.getJsonObject(4).getString("content"));
        for (String theirs : List.of("input", "instructions", "store", "text", "metadata")) {
            assertFalse(sent.containsKey(theirs), theirs);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "background|,'background':true",
                "conversation|,'conversation':'conv_1'",
                "prompt|,'prompt':{'id':'p'}",
                "truncation|,'truncation':'auto'",
                "messages|,'messages':[]",
                "max_tokens|,'max_tokens':5",
                "n|,'n':2",
                "include|,'include':['file_search_call.results']",
                "store|,'store':'yes'",
                "max_output_tokens|,'max_output_tokens':0",
                "top_logprobs|,'top_logprobs':'x'",
                "tools[0].type|,'tools':[{'type':'web_search'}]",
                "tools[1].name|,'tools':[{'type':'function','name':'x'},{'type':'function'}]",
                "tool_choice.type|,'tool_choice':{'type':'file_search'}",
                "text.format.type|,'text':{'format':{'type':'grammar'}}",
                "stream_options.include_obfuscation|,'stream':true,'stream_options':{'include_obfuscation':true}",
                "input[0].type|,'input':[{'type':'computer_call'}]",
                "input[0].type|,'input':[{'type':'item_reference','id':'msg_1'}]",
                "input[0].role|,'input':[{'role':'tool','content':'x'}]",
                "input[0].content[1].type|,'input':[{'role':'user','content':[{'type':'input_text','text':'a'},{'type':'input_file','file_id':'f'}]}]",
                "input[0].content[0].file_id|,'input':[{'role':'user','content':[{'type':'input_image','file_id':'f'}]}]",
                "input[0].output[0].type|,'input':[{'type':'function_call_output','call_id':'c','output':[{'type':'input_image','image_url':'u'}]}]",
                "input|,'input':[]",
                "input|,'input':null",
                "previous_response_id|,'previous_response_id':'resp_nothing'",
            })
    void refusesByNameWhatIsNotServed(String place, String extra) {
        String members = "{\"model\":\"llama\"" + extra.replace('\'', '"');
        String body = members + (extra.contains("'input'") ? "}" : ",\"input\":\"hello\"}");
        HttpResponse<String> response = site.post(PATH, body);
        assertEquals(400, response.statusCode(), response.body());
        JsonObject error = new JsonObject(response.body()).getJsonObject("error");
        assertEquals(place, error.getString("param"), response.body());
        assertEquals("invalid_request_error", error.getString("type"));
        assertFalse(error.getString("message").isBlank());
        assertTrue(site.one.received().isEmpty());
    }

    // --- failures

    @Test
    void aStreamThatBreaksEndsWithAFailedResponse() {
        site.one.does(new Script.DiesAfter(2));
        HttpResponse<String> answer = site.post(PATH, request(",\"stream\":true"));
        List<JsonObject> events = RequiredOfResponses.events(answer.body());
        JsonObject last = events.getLast();
        assertEquals("response.failed", last.getString("type"));
        assertEquals(
                "server_error",
                last.getJsonObject("response").getJsonObject("error").getString("code"));
        String id = last.getJsonObject("response").getString("id");
        assertEquals(404, site.get(PATH + "/" + id, site.developerKey()).statusCode());
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome());
        assertEquals(2, record.getTokens().getOutput());
    }

    @Test
    void anEngineThatFailsBeforeItsFirstByteIsAnErrorAsOfOtherApis() {
        site.one.does(new Script.Status(500, "no"));
        site.two.does(new Script.Status(500, "no"));
        HttpResponse<String> response = site.post(PATH, request(",\"stream\":true"));
        assertEquals(503, response.statusCode(), response.body());
        assertTrue(new JsonObject(response.body()).containsKey("error"));
        site.two.does(new Script.Answer(11, 4, 5));
        assertEquals(200, site.post(PATH, request("")).statusCode());
    }

    // --- what was kept

    @Test
    void whatIsAnsweredCanBeReadAgainAtOnce() {
        for (boolean streams : List.of(false, true)) {
            JsonObject response =
                    streams
                            ? stream(request(",\"stream\":true"))
                                    .getLast()
                                    .getJsonObject("response")
                            : ask(request(""));
            assertEquals(true, response.getBoolean("store"));
            String path = PATH + "/" + response.getString("id");
            HttpResponse<String> read = site.get(path, site.developerKey());
            assertEquals(200, read.statusCode(), read.body());
            assertEquals(response, new JsonObject(read.body()));
        }
    }

    @Test
    void buildsOnWhatWasAnswered() {
        JsonObject first = ask(request(",\"instructions\":\"once\""));
        JsonObject second =
                ask(
                        "{\"model\":\"llama\",\"input\":[{\"role\":\"user\",\"content\":\"more\"}],\"previous_response_id\":\""
                                + first.getString("id")
                                + "\"}");
        assertEquals(first.getString("id"), second.getString("previous_response_id"));
        assertEquals(3, sentMessages().size(), sentMessages()::encode);
        assertEquals("hello", sentMessages().getJsonObject(0).getString("content"));
        assertEquals("assistant", sentMessages().getJsonObject(1).getString("role"));
        ask(
                "{\"model\":\"llama\",\"input\":\"last\",\"previous_response_id\":\""
                        + second.getString("id")
                        + "\"}");
        assertEquals(
                List.of("hello", "tok tok tok tok tok ", "more", "tok tok tok tok tok ", "last"),
                sentMessages().stream()
                        .map(message -> ((JsonObject) message).getString("content"))
                        .toList());
        Await.until(() -> heldBytes() == 0, "what was read is given back");
    }

    private static double heldBytes() {
        return site.context.metrics().get("wattmill_gateway_held_body_bytes").gauge().value();
    }

    @Test
    void listsWhatAResponseAnswersInPages() {
        JsonObject first = ask(request(""));
        JsonObject second =
                ask(
                        "{\"model\":\"llama\",\"input\":\"more\",\"previous_response_id\":\""
                                + first.getString("id")
                                + "\"}");
        String path = PATH + "/" + second.getString("id") + "/input_items";
        JsonObject all = list(path + "?order=asc");
        assertEquals(3, all.getJsonArray("data").size());
        all.getJsonArray("data").forEach(item -> RequiredOfResponses.ofItem((JsonObject) item));
        assertEquals(false, all.getBoolean("has_more"));
        JsonObject page = list(path + "?limit=2");
        assertEquals(true, page.getBoolean("has_more"));
        JsonObject newest = page.getJsonArray("data").getJsonObject(0);
        assertEquals("more", newest.getJsonArray("content").getJsonObject(0).getString("text"));
        JsonObject rest = list(path + "?limit=2&after=" + page.getString("last_id"));
        assertEquals(1, rest.getJsonArray("data").size());
        assertEquals(all.getString("first_id"), rest.getString("first_id"));
        for (String wrong : List.of("limit=0", "limit=101", "limit=x", "order=up")) {
            assertEquals(400, site.get(path + "?" + wrong, site.developerKey()).statusCode());
        }
    }

    private static JsonObject list(String path) {
        HttpResponse<String> response = site.get(path, site.developerKey());
        assertEquals(200, response.statusCode(), response.body());
        JsonObject list = new JsonObject(response.body());
        assertEquals("list", list.getString("object"));
        return list;
    }

    @Test
    void whatIsDeletedIsGoneAtOnce() {
        JsonObject first = ask(request(""));
        String second =
                ask("{\"model\":\"llama\",\"input\":\"more\",\"previous_response_id\":\""
                                + first.getString("id")
                                + "\"}")
                        .getString("id");
        String path = PATH + "/" + first.getString("id");
        HttpResponse<String> deleted = site.send("DELETE", path, site.developerKey(), "");
        assertEquals(200, deleted.statusCode(), deleted.body());
        assertEquals(true, new JsonObject(deleted.body()).getBoolean("deleted"));
        assertEquals(404, site.get(path, site.developerKey()).statusCode());
        assertEquals(404, site.send("DELETE", path, site.developerKey(), "").statusCode());
        assertEquals(200, site.get(PATH + "/" + second, site.developerKey()).statusCode());
        HttpResponse<String> built =
                site.post(
                        PATH,
                        "{\"model\":\"llama\",\"input\":\"x\",\"previous_response_id\":\""
                                + second
                                + "\"}");
        assertEquals(400, built.statusCode(), built.body());
        assertTrue(built.body().contains("previous_response_not_found"), built.body());
        assertEquals(1, list(PATH + "/" + second + "/input_items").getJsonArray("data").size());
    }

    @Test
    void whatIsNotToBeKeptIsNot() {
        JsonObject response = ask(request(",\"store\":false"));
        assertEquals(false, response.getBoolean("store"));
        String path = PATH + "/" + response.getString("id");
        assertEquals(404, site.get(path, site.developerKey()).statusCode());
    }

    @Test
    void nothingIsMadeInTheBackgroundThatCouldBeCancelledOrWatched() {
        String path = PATH + "/" + ask(request("")).getString("id");
        HttpResponse<String> cancelled =
                site.send("POST", path + "/cancel", site.developerKey(), "");
        assertEquals(400, cancelled.statusCode());
        assertTrue(cancelled.body().contains("background"), cancelled.body());
        HttpResponse<String> watched = site.get(path + "?stream=true", site.developerKey());
        assertEquals(400, watched.statusCode());
        assertTrue(watched.body().contains("'stream' must be false"), watched.body());
    }
}
