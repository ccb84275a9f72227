// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.watch.Watchdog;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** A body is held until its call is over, also when whoever works on it throws. */
class HeldBodyTest {

    private final Vertx vertx = Vertx.vertx();
    // Vert.x closes a client that nobody refers to.
    private final HttpClient client = vertx.createHttpClient();
    private final HeldBytes held = new HeldBytes(1_048_576);
    private final BodyReader.Bounds bounds =
            new BodyReader.Bounds(
                    65_536,
                    held,
                    Duration.ofSeconds(60),
                    new Watchdog(vertx, Ticker.system()),
                    new SimpleMeterRegistry());

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private int post(BiConsumer<Call, BodyOutcome.Whole> work) {
        HttpServer server =
                Await.await(
                        vertx.createHttpServer(
                                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                                .requestHandler(
                                        request -> {
                                            Call call =
                                                    new Call(request, new Reply(request, "r"), 0);
                                            call.body(bounds, body -> work.accept(call, body));
                                        })
                                .listen());
        return Await.await(
                client.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
                        .compose(request -> request.send(Buffer.buffer("x".repeat(4_096))))
                        .map(HttpClientResponse::statusCode));
    }

    @Test
    void isGivenBackWhenTheWorkThrows() {
        int status =
                post(
                        (_, _) -> {
                            throw new IllegalStateException("broken");
                        });
        assertEquals(500, status);
        Await.until(() -> held.held() == 0, "it is given back");
    }

    @Test
    void isGivenBackWhenTheWorkThrowsLater() {
        int status =
                post(
                        (call, _) ->
                                vertx.runOnContext(
                                        _ ->
                                                call.guarded(
                                                        () -> {
                                                            throw new IllegalStateException("late");
                                                        })));
        assertEquals(500, status);
        Await.until(() -> held.held() == 0, "it is given back");
    }

    @Test
    void isGivenBackWhenTheWorkThrowsOnAWorker() {
        Workbench bench = new Workbench(vertx, 100);
        int status =
                post(
                        (call, body) ->
                                bench.run(
                                        call,
                                        body.bytes().length,
                                        () -> {
                                            throw new IllegalStateException("on a worker");
                                        },
                                        _ -> {}));
        assertEquals(500, status);
        Await.until(() -> held.held() == 0, "it is given back");
    }

    /** A long body keeps no event loop from its other work, a short one is not sent about. */
    @ParameterizedTest
    @CsvSource({"4095, true", "4096, false"})
    void isReadByAWorkerWhenItIsLong(int inlineBytes, boolean isLong) {
        AtomicReference<String> places = new AtomicReference<>("");
        post(
                (call, body) ->
                        new Workbench(vertx, inlineBytes)
                                .run(
                                        call,
                                        body.bytes().length,
                                        Context::isOnWorkerThread,
                                        worked -> {
                                            places.set(worked + " " + Context.isOnWorkerThread());
                                            body.release().run();
                                            call.reply().text("text/plain", "");
                                        }));
        assertEquals(isLong + " false", places.get());
    }

    @Test
    void andWhateverElseIsHeldForItIsGivenBackOnce() {
        AtomicInteger given = new AtomicInteger();
        int status =
                post(
                        (call, _) -> {
                            call.holds(given::incrementAndGet);
                            call.guarded(
                                    () -> {
                                        throw new IllegalStateException("within");
                                    });
                            throw new IllegalStateException("and around it");
                        });
        assertEquals(500, status);
        assertEquals(1, given.get());
    }

    @Test
    void staysHeldWhileTheWorkGoesOn() {
        int status =
                post(
                        (call, body) -> {
                            call.reply().text("text/plain", Long.toString(held.held()));
                            assertEquals(4_096, held.held());
                            body.release().run();
                        });
        assertEquals(200, status);
        Await.until(() -> held.held() == 0, "it is given back");
    }
}
