// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A gateway as a command sees it: it is asked, and waits for the answer. */
public final class Gateway implements AutoCloseable {

    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final URI url;
    private final String key;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    public Gateway(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    /** What it answered. */
    public record Answer(int status, String body, JsonNode json) {

        /** What it says is wrong; the status when it says nothing. */
        public String problem() {
            String message = json.path("error").path("message").asText("");
            return message.isEmpty() ? "the gateway answered " + status : message;
        }
    }

    /** Asks; blocks. */
    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, JSON_TYPE, "");
    }

    /** Sends JSON, none when it is empty; blocks. */
    public Answer send(String method, String path, String json)
            throws IOException, InterruptedException {
        return send(method, path, JSON_TYPE, json);
    }

    /** Sends a table of comma-separated values; blocks. */
    public Answer post(String path, String csv) throws IOException, InterruptedException {
        return send("POST", path, "text/csv", csv);
    }

    private Answer send(String method, String path, String type, String text)
            throws IOException, InterruptedException {
        var body = text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(ANSWER_TIMEOUT)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", type)
                        .method(method, body)
                        .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), parse(response.body()));
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
