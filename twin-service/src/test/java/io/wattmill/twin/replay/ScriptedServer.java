// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loopback chat server that answers as a test says. Its n-th request has the id {@code req-n},
 * from 0.
 */
final class ScriptedServer {

    /** What to do with one request. */
    interface Script {
        void play(Call call);
    }

    /**
     * One request.
     *
     * @param number from 0, in order of arrival
     * @param head method, path, headers
     * @param body as it was sent
     */
    record Call(int number, HttpServerRequest head, JsonNode body) {

        HttpServerResponse response() {
            return head.response();
        }

        /** Status, headers and the event with the role. */
        void open() {
            response()
                    .setChunked(true)
                    .putHeader("content-type", "text/event-stream; charset=utf-8")
                    .putHeader("x-request-id", "req-" + number);
            write(delta("\"role\":\"assistant\",\"content\":\"\""));
        }

        void tokens(int count) {
            for (int i = 0; i < count; i++) {
                write(delta("\"content\":\"word \""));
            }
        }

        private static String delta(String fields) {
            return "{\"choices\":[{\"index\":0,\"delta\":{" + fields + "}}]}";
        }

        void write(String event) {
            response().write("data: " + event + "\n\n");
        }

        int promptTokens() {
            String content = body.path("messages").path(0).path("content").textValue();
            return Math.ceilDiv(content.length(), 4) + 7;
        }

        /** Usage with what Wattmill adds, the mark, the end. */
        void close() {
            write(
                    ("{\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,"
                         + "\"wattmill\":{\"energy_joules\":0.25,\"energy_method\":\"predicted\","
                         + "\"cost\":0.000000011,\"currency\":\"USD\"}}}")
                            .formatted(promptTokens(), maxTokens()));
            response().end("data: [DONE]\n\n");
        }

        int maxTokens() {
            return body.path("max_tokens").intValue();
        }

        /** The whole answer at once. */
        void answer() {
            open();
            tokens(maxTokens());
            close();
        }
    }

    /** Answers at once, in full. */
    static final Script ANSWER = Call::answer;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    ScriptedServer(Vertx vertx, Script script) {
        this.server =
                Await.await(
                        vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(30))
                                .requestHandler(
                                        request ->
                                                request.body()
                                                        .onSuccess(
                                                                body ->
                                                                        play(
                                                                                request, body,
                                                                                script)))
                                .listen(0, "127.0.0.1"));
    }

    private void play(HttpServerRequest request, Buffer body, Script script) {
        Call call = new Call(numbers.getAndIncrement(), request, parsed(body));
        calls.add(call);
        script.play(call);
    }

    private static JsonNode parsed(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    List<Call> calls() {
        return calls;
    }
}
