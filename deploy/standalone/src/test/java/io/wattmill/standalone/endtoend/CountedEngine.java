// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wattmill.kit.testing.Await;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that says it read 9 tokens and made as many as it is told to, when it may. */
final class CountedEngine {

    static final int PROMPT = 9;
    private static final int STREAMED = 3;

    private final HttpServer server;
    private final Queue<HttpServerResponse> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger served = new AtomicInteger();
    private volatile int output = 10;
    private volatile boolean keeps;

    private CountedEngine(Vertx vertx) {
        this.server =
                Await.await(
                        vertx.createHttpServer()
                                .requestHandler(this::serve)
                                .listen(0, "127.0.0.1"));
    }

    static CountedEngine start(Vertx vertx) {
        return new CountedEngine(vertx);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Tokens of each answer from now on. */
    void makes(int tokens) {
        output = tokens;
    }

    /** Answers nobody until {@link #release}. */
    void keep() {
        keeps = true;
    }

    void release() {
        keeps = false;
        for (var response = kept.poll(); response != null; response = kept.poll()) {
            answer(response);
        }
    }

    /** Requests that were answered in full. */
    int served() {
        return served.get();
    }

    int keeping() {
        return kept.size();
    }

    private void serve(HttpServerRequest request) {
        request.bodyHandler(
                body -> {
                    if (body.toString().contains("\"stream\":true")) {
                        begin(request.response());
                    } else if (keeps) {
                        kept.add(request.response());
                    } else {
                        answer(request.response());
                    }
                });
    }

    private void answer(HttpServerResponse response) {
        served.incrementAndGet();
        response.putHeader("content-type", "application/json")
                .end(
                        """
                        {"id":"c","object":"chat.completion","created":1,"model":"llama-3.1-8b",
                         "choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"length"}],
                         "usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}
                        """
                                .formatted(PROMPT, output, PROMPT + output));
    }

    /** Three tokens, and then nothing more. */
    private static void begin(HttpServerResponse response) {
        response.setChunked(true).putHeader("content-type", "text/event-stream");
        for (int made = 1; made <= STREAMED; made++) {
            response.write(
                    """
                    data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"llama-3.1-8b",\
                    "choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}],\
                    "usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}

                    """
                            .formatted(PROMPT, made, PROMPT + made));
        }
    }
}
