// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The page {@code /node} of a running agent. */
public final class NodePage implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final URI page;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    /**
     * A page that was not asked yet.
     *
     * @param ops where the agent shows its probes and metrics
     */
    public NodePage(URI ops) {
        this.page = ops.resolve("/node");
    }

    /**
     * Asks; blocks.
     *
     * @throws IOException when nobody answers, or somebody who is no agent
     */
    public JsonNode ask() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(ANSWER_TIMEOUT).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IOException(page + " answered " + response.statusCode());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException(page + " is no agent's page", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
