// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A provider with one key: answers chat with seven tokens for eleven, four of them cached. */
final class HostedApi implements AutoCloseable {
    static final String KEY = "sk-far-0123456789abcdef";

    private static final String ANSWER =
            """
            {"id": "chatcmpl-far", "object": "chat.completion", "created": 1, "model": "%s",
             "choices": [{"index": 0, "message": {"role": "assistant", "content": "from afar"},
                          "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18,
                       "prompt_tokens_details": {"cached_tokens": 4}}}
            """;

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int refusing;

    private HostedApi(HttpServer server) {
        this.server = server;
    }

    static HostedApi start() throws IOException {
        var socket = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var api = new HostedApi(HttpServer.create(socket, 0));
        api.server.createContext("/openai/v1/chat/completions", api::answer);
        api.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.server.start();
        return api;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/openai/v1";
    }

    /** Names of the models that it was asked for with the right key. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Answers with this status from now on; 0: serves. */
    void refuse(int status) {
        refusing = status;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body =
                    Api.parse(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            var key = exchange.getRequestHeaders().getFirst("authorization");
            if (!("Bearer " + KEY).equals(key)) {
                reply(exchange, 401, "{\"error\": {\"message\": \"no such key\"}}");
            } else if (refusing > 0) {
                exchange.getResponseHeaders().set("retry-after", "1");
                reply(exchange, refusing, "{\"error\": {\"message\": \"too many\"}}");
            } else {
                asked.add(body.path("model").asText());
                reply(exchange, 200, ANSWER.formatted(body.path("model").asText()));
            }
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
