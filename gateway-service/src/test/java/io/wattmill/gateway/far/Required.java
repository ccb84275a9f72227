// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;

/**
 * The members that OpenAI's and Anthropic's published schemas require of answers, chunks and
 * errors. Required is not the same as not null: {@code finish_reason} of a chunk and {@code param}
 * of an error may be null and must be there.
 */
public final class Required {

    private Required() {}

    public static void ofChat(JsonObject answer) {
        members(answer, "id", "object", "created", "model", "choices");
        equal("chat.completion", answer, "object");
        for (JsonObject choice : objects(answer.getJsonArray("choices"))) {
            members(choice, "index", "message", "finish_reason");
            members(choice.getJsonObject("message"), "role", "content");
        }
        ofUsage(answer.getJsonObject("usage"));
    }

    public static void ofChunk(JsonObject chunk) {
        members(chunk, "id", "object", "created", "model", "choices");
        equal("chat.completion.chunk", chunk, "object");
        for (JsonObject choice : objects(chunk.getJsonArray("choices"))) {
            members(choice, "delta", "finish_reason", "index");
        }
        if (chunk.containsKey("usage")) {
            ofUsage(chunk.getJsonObject("usage"));
        }
    }

    private static void ofUsage(JsonObject usage) {
        members(usage, "prompt_tokens", "completion_tokens", "total_tokens");
        members(
                usage.getJsonObject("wattmill"),
                "energy_joules",
                "energy_method",
                "cost",
                "currency",
                "carbon_grams");
    }

    public static void ofError(JsonObject body) {
        members(body, "error");
        members(body.getJsonObject("error"), "type", "message", "param", "code");
    }

    public static void ofMessage(JsonObject message) {
        members(
                message,
                "id",
                "type",
                "role",
                "content",
                "model",
                "stop_reason",
                "stop_sequence",
                "usage");
        members(message.getJsonObject("usage"), "input_tokens", "output_tokens");
    }

    private static void equal(String expected, JsonObject object, String member) {
        if (!expected.equals(object.getString(member))) {
            throw new AssertionError(member + " is not " + expected + ": " + object.encode());
        }
    }

    private static void members(JsonObject object, String... names) {
        for (String name : names) {
            if (!object.containsKey(name)) {
                throw new AssertionError("no " + name + " in " + object.encode());
            }
        }
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
