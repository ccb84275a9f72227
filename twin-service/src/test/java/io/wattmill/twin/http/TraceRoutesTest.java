// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.trust.Seal;
import io.wattmill.twin.TwinConfig;
import io.wattmill.twin.TwinService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** Traces that are sent, through the twin's own door; no database is needed for them. */
class TraceRoutesTest {
    private static final String HEAD = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
    private static final String ROW = "2023-11-16 18:15:46.6805900,374,44\n";

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final Seal seal = new Seal(new byte[32], 60_000_000);
    private final HttpClient client = HttpClient.newHttpClient();
    private final TwinService twin;

    TraceRoutesTest(@TempDir Path folder) {
        var yaml =
                "twin: {emulator: {enabled: false}, traces: {folder: '%s', max-bytes: 5000,"
                        + " max-traces: 2}}";
        twin =
                new TwinService(
                        services,
                        Configuration.parse(yaml.formatted(folder), Map.of())
                                .section("twin", TwinConfig.class),
                        seal);
    }

    @BeforeEach
    void start() {
        Await.await(twin.start());
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        Await.await(twin.stop());
        Await.await(vertx.close());
    }

    private JsonObject send(int status, String owner, String method, String path, String body)
            throws IOException, InterruptedException {
        var principal = Principal.newBuilder().setKeyId("key-1").setOrganizationId(owner);
        principal.addScopes("plan").addScopes("admin");
        var request =
                HttpRequest.newBuilder(twin.httpAddress().resolve(path))
                        .header(
                                Seal.PRINCIPAL_HEADER,
                                seal.seal(
                                        principal.build().toByteArray(), services.clock().nowUs()))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(status, response.statusCode(), response.body());
        return new JsonObject(response.body());
    }

    private int listed(String owner) throws Exception {
        return send(200, owner, "GET", "/twin/traces", "").getJsonArray("data").size();
    }

    @Test
    void keepsATraceForItsOrganizationUntilItIsDeleted() throws Exception {
        var path = "/twin/traces?name=day&format=azure";
        var kept = send(201, "acme", "POST", path, HEAD + ROW + ROW);
        assertEquals(2, kept.getInteger("requests"));
        assertEquals("uploaded:day", kept.getString("trace"));
        assertEquals(1, listed("acme"));
        assertEquals(0, listed("other"));
        send(409, "acme", "POST", path, HEAD + ROW);
        send(404, "other", "DELETE", "/twin/traces/day", "");
        send(200, "acme", "DELETE", "/twin/traces/day", "");
        assertEquals(0, listed("acme"));
    }

    @Test
    void takesATraceInParts() throws Exception {
        var path = "/twin/traces?name=day&format=azure&at=";
        assertEquals(
                HEAD.length(),
                send(202, "acme", "POST", path + "0&more=true", HEAD).getInteger("bytes"));
        assertEquals(0, listed("acme"));
        var lost = send(409, "acme", "POST", path + "7&more=true", ROW).getJsonObject("error");
        assertTrue(lost.getString("message").startsWith(HEAD.length() + " bytes"), lost::encode);
        send(201, "acme", "POST", path + HEAD.length(), ROW);
        assertEquals(1, listed("acme"));
    }

    @Test
    void keepsNothingThatCannotBeReadAndNothingBeyondTheQuota() throws Exception {
        var path = "/twin/traces?name=%s&format=%s";
        var bad = send(422, "acme", "POST", path.formatted("a", "azure"), HEAD + "x,1,2\n");
        assertTrue(bad.encode().contains("line 2: TIMESTAMP"), bad::encode);
        send(400, "acme", "POST", path.formatted("..", "azure"), HEAD + ROW);
        send(400, "acme", "POST", path.formatted("a", "servegen"), HEAD + ROW);
        var tooLong =
                send(413, "acme", "POST", path.formatted("a", "azure"), HEAD + ROW.repeat(200));
        assertTrue(tooLong.encode().contains("twin.traces.max-bytes"), tooLong::encode);
        send(201, "acme", "POST", path.formatted("a", "azure"), HEAD + ROW);
        send(201, "acme", "POST", path.formatted("b", "azure"), HEAD + ROW);
        var third = send(413, "acme", "POST", path.formatted("c", "azure"), HEAD + ROW);
        assertTrue(third.encode().contains("twin.traces.max-traces"), third::encode);
        assertEquals(2, listed("acme"));
    }
}
