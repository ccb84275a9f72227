// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** A gateway process that has its router in it, and an agent that finds it there. */
class EmbeddedRouterTest {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final String GATEWAY =
            """
            process: {ops: {port: 0}, drain-timeout: 1s}
            router: {mode: embedded}
            seal: {key: %s}
            gateway:
              data: %s
              http: {port: 0}
              rates: {timeout: 100ms}
              postgres: {connect-timeout: 60s, port: %d, database: %s, user: %s, password: %s}
            """;
    private static final String AGENT =
            """
            process: {ops: {port: 0}}
            peers: {router: "%s"}
            agent: {node-id: node-7}
            """;

    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    EmbeddedRouterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void takesAgentsInAndTellsAdministratorsToDrainThem() {
        var gateway = new SiteProcess(Program.GATEWAY, gatewayConfig());
        var facts = Await.await(gateway.start(), LIMIT);
        var agent =
                new SiteProcess(
                        Program.AGENT,
                        Configuration.parse(AGENT.formatted(facts.grpc().orElseThrow()), Map.of()));
        try {
            Await.await(agent.start(), LIMIT);
            var ready = agent.opsAddress().resolve("/health/ready");
            Await.until(() -> get(ready).statusCode() == 200, "joined", LIMIT);
            var keys = facts.keys().orElseThrow();
            assertTrue(keys.fresh(), "the site's first keys");
            var drain = facts.http().orElseThrow().resolve("/admin/nodes/node-7/drain");
            var drained = post(drain, keys.values().admin());
            assertEquals(2, drained.statusCode() / 100, drained::body);
        } finally {
            Await.await(agent.stop(), LIMIT);
            Await.await(gateway.stop(), LIMIT);
        }
    }

    private Configuration gatewayConfig() {
        var database = TestPostgres.fresh();
        var yaml =
                GATEWAY.formatted(
                        Base64.getEncoder().encodeToString(new byte[32]),
                        folder,
                        database.port(),
                        database.database(),
                        database.migrationUser(),
                        database.migrationPassword());
        return Configuration.parse(yaml, Map.of());
    }

    private HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET().build());
    }

    private HttpResponse<String> post(URI uri, String key) {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"a test\"}"))
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
