// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.RequiredOfResponses;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * The cases that the Open Responses compliance suite has (basic, streaming, system prompt, tool
 * calling whole and streamed, image input, several turns), asked as it asks and judged as it
 * judges: by schema first, then by what the answer holds.
 */
class OpenResponsesTest {

    private static final String WEATHER =
            """
            ,"tools":[{"type":"function","name":"get_weather","description":"The weather of a place",
              "parameters":{"type":"object","properties":{"location":{"type":"string"}},"required":["location"]}}]
            """;
    private static final String CALL =
            "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"{\\\"location\\\":\\\"Oslo\\\"}\"}}";

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

    private static HttpResponse<String> post(String input, String extra) {
        String body = "{\"model\":\"llama\",\"input\":" + input + extra + "}";
        HttpResponse<String> response = site.post("/v1/responses", body);
        assertEquals(200, response.statusCode(), response.body());
        return response;
    }

    private static JsonObject whole(String input, String extra) {
        JsonObject response = new JsonObject(post(input, extra).body());
        RequiredOfResponses.ofResponse(response);
        assertEquals("completed", response.getString("status"));
        assertTrue(response.getJsonArray("output").size() > 0, response::encode);
        return response;
    }

    private static String message(String role, String content) {
        return "{\"type\":\"message\",\"role\":\"" + role + "\",\"content\":" + content + "}";
    }

    private static List<String> rolesSent() {
        JsonArray messages = site.one.last().body().getJsonArray("messages");
        return messages.stream().map(it -> ((JsonObject) it).getString("role")).toList();
    }

    @Test
    void basic() {
        whole("[" + message("user", "\"Say hello in three words.\"") + "]", "");
    }

    @Test
    void streaming() {
        String answer =
                post("[" + message("user", "\"Count to 5.\"") + "]", ",\"stream\":true").body();
        assertEquals(
                "response.completed",
                RequiredOfResponses.events(answer).getLast().getString("type"));
    }

    @Test
    void systemPrompt() {
        whole(
                "["
                        + message("system", "\"You are a pirate.\"")
                        + ","
                        + message("user", "\"Say hello.\"")
                        + "]",
                "");
        assertEquals(List.of("system", "user"), rolesSent());
    }

    @Test
    void toolCalling() {
        site.one.does(
                Script.Exact.whole(
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                                + CALL
                                + "]}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}"));
        JsonObject response = whole("[" + message("user", "\"How is it in Oslo?\"") + "]", WEATHER);
        JsonObject call = response.getJsonArray("output").getJsonObject(0);
        assertEquals("function_call", call.getString("type"));
        assertEquals("Oslo", new JsonObject(call.getString("arguments")).getString("location"));
    }

    @Test
    void toolCallingStreamed() {
        site.one.does(
                Script.Exact.chunks(
                        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
                                + CALL.replace("{\"id\"", "{\"index\":0,\"id\"")
                                + "]},\"finish_reason\":null}]}",
                        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}"));
        String answer =
                post(
                                "[" + message("user", "\"How is it in Oslo?\"") + "]",
                                ",\"stream\":true" + WEATHER)
                        .body();
        List<JsonObject> events = RequiredOfResponses.events(answer);
        for (String type :
                List.of(
                        "response.output_item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.output_item.done")) {
            JsonObject event =
                    events.stream()
                            .filter(it -> it.getString("type").equals(type))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no " + type));
            if (event.containsKey("item")) {
                assertEquals("function_call", event.getJsonObject("item").getString("type"));
            }
        }
    }

    @Test
    void imageInput() {
        whole(
                "["
                        + message(
                                "user",
                                "[{\"type\":\"input_text\",\"text\":\"What is"
                                    + " this?\"},{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,QUJD\"}]")
                        + "]",
                "");
        JsonObject part =
                site.one
                        .last()
                        .body()
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getJsonArray("content")
                        .getJsonObject(1);
        assertEquals(
                "data:image/png;base64,QUJD", part.getJsonObject("image_url").getString("url"));
    }

    @Test
    void severalTurns() {
        whole(
                "["
                        + message("user", "\"My name is Alice.\"")
                        + ","
                        + message("assistant", "\"Hello Alice!\"")
                        + ","
                        + message("user", "\"What is my name?\"")
                        + "]",
                "");
        assertEquals(List.of("user", "assistant", "user"), rolesSent());
    }
}
