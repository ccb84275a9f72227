// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A suite as its HTTP clients see it.
 *
 * @param url of the gateway
 * @param key sent as the bearer
 */
record Api(URI url, String key) {
    static final String MODEL = "llama-3.1-8b";
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Api with(String otherKey) {
        return new Api(url, otherKey);
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) {
        return send(
                request(path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path, String body) {
        return send(
                request(path)
                        .header("content-type", "application/json")
                        .PUT(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The JSON of a reply that must be 200. */
    JsonNode json(String path) {
        var reply = get(path);
        if (reply.statusCode() != 200) {
            throw new AssertionError(path + " gave " + reply.statusCode() + ": " + reply.body());
        }
        return parse(reply.body());
    }

    HttpResponse<String> chat(String model, String prompt, int maxTokens) {
        return send(post(body(model, prompt, maxTokens, false)), BodyHandlers.ofString());
    }

    /** The same, or an answer of another model when no engine of this one gives any. */
    HttpResponse<String> chatOr(String model, String other, String prompt, int maxTokens) {
        return send(
                request("/v1/chat/completions")
                        .header("content-type", "application/json")
                        .header("x-wattmill-fallback", other)
                        .POST(BodyPublishers.ofString(body(model, prompt, maxTokens, false)))
                        .build(),
                BodyHandlers.ofString());
    }

    /** A streamed completion of exactly this many tokens; the body is read as it comes. */
    HttpResponse<InputStream> stream(String model, String prompt, int tokens) {
        return send(post(body(model, prompt, tokens, true)), BodyHandlers.ofInputStream());
    }

    /** As {@link #stream}, of a tier. */
    HttpResponse<InputStream> stream(String tier, String model, String prompt, int tokens) {
        var body = body(model, prompt, tokens, true);
        var tiered = body.substring(0, body.length() - 1) + ",\"service_tier\":\"" + tier + "\"}";
        return send(post(tiered), BodyHandlers.ofInputStream());
    }

    /** As {@link #stream}, read to its end. */
    HttpResponse<String> wholeStream(String model, String prompt, int tokens) {
        return send(post(body(model, prompt, tokens, true)), BodyHandlers.ofString());
    }

    /** A stream under an idempotency key, read as it comes. */
    HttpResponse<InputStream> once(String idempotencyKey, String prompt, int tokens) {
        return send(keyed(idempotencyKey, prompt, tokens), BodyHandlers.ofInputStream());
    }

    /** As {@link #once}, read to its end. */
    HttpResponse<String> wholeOnce(String idempotencyKey, String prompt, int tokens) {
        return send(keyed(idempotencyKey, prompt, tokens), BodyHandlers.ofString());
    }

    private HttpRequest keyed(String idempotencyKey, String prompt, int tokens) {
        return request("/v1/chat/completions")
                .header("content-type", "application/json")
                .header("idempotency-key", idempotencyKey)
                .POST(BodyPublishers.ofString(body(MODEL, prompt, tokens, true)))
                .build();
    }

    /** What the ledger says of a request; waits for it to be settled. */
    JsonNode ledger(String requestId) {
        var path = "/v1/requests/" + requestId;
        return parse(Patience.until(() -> get(path), r -> r.statusCode() == 200, "settled").body());
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    static String body(String model, String prompt, int tokens, boolean stream) {
        return JSON.createObjectNode()
                .put("model", model)
                .put("stream", stream)
                .put("max_tokens", tokens)
                .put("ignore_eos", true)
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(
                                        JSON.createObjectNode()
                                                .put("role", "user")
                                                .put("content", prompt)))
                .toString();
    }

    private HttpRequest post(String body) {
        return request("/v1/chat/completions")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(TIMEOUT)
                .header("authorization", "Bearer " + key);
    }

    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
