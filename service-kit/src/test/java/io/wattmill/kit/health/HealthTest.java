// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Vertx vertx = Vertx.vertx();

    /** Vert.x closes a client that nobody refers to. */
    private final HttpClient client = vertx.createHttpClient();

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void isReadyOnlyWhileEveryCheckPasses() {
        Health health = new Health();
        HttpServer server =
                Await.await(
                        vertx.createHttpServer()
                                .requestHandler(health.readyHandler())
                                .listen(0, "127.0.0.1"));
        health.register("ledger", () -> HealthStatus.up("journal 0 % full"));
        assertEquals(200, get(server).status());
        health.register("router", () -> HealthStatus.down("no snapshot for 3 s"));
        Answer answer = get(server);
        assertEquals(503, answer.status());
        assertTrue(answer.body().encode().contains("no snapshot for 3 s"));
    }

    private record Answer(int status, JsonObject body) {}

    private Answer get(HttpServer server) {
        return Await.await(
                client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/health/ready")
                        .compose(request -> request.send())
                        .compose(
                                (HttpClientResponse response) ->
                                        response.body()
                                                .map(
                                                        body ->
                                                                new Answer(
                                                                        response.statusCode(),
                                                                        body.toJsonObject()))));
    }
}
