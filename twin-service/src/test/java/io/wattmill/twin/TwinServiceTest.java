// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.trust.Seal;
import io.wattmill.twin.planfile.SamplePlan;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class TwinServiceTest {
    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final Seal seal = new Seal(new byte[32], 60_000_000);
    private final HttpClient client = HttpClient.newHttpClient();
    private final TwinService twin =
            new TwinService(services, config("http: {body-bytes: 20000}"), seal);

    private static TwinConfig config(String settings) {
        return Configuration.parse("twin: {" + settings + "}", Map.of())
                .section("twin", TwinConfig.class);
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

    private HttpResponse<String> check(String yaml, String principal)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(twin.httpAddress().resolve("/twin/plans/check"))
                        .header(Seal.PRINCIPAL_HEADER, principal)
                        .POST(HttpRequest.BodyPublishers.ofString(yaml))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String principal() {
        return seal.seal("admin".getBytes(StandardCharsets.UTF_8), services.clock().nowUs());
    }

    @Test
    void checksAPlanForWhoComesThroughTheGateway() throws Exception {
        var checked = check(SamplePlan.text(), principal());
        assertEquals(200, checked.statusCode());
        assertTrue(checked.body().startsWith("{\"passes\":true"));
        assertEquals(422, check("nonsense: 1", principal()).statusCode());
    }

    @Test
    void refusesWhoDoesNot() throws Exception {
        assertEquals(401, check(SamplePlan.text(), "forged").statusCode());
        var expired = seal.seal(new byte[] {1}, services.clock().nowUs() - 61_000_000);
        assertEquals(401, check(SamplePlan.text(), expired).statusCode());
    }

    @Test
    void letsAdministratorsCrashAndRestoreEmulatedNodes() throws Exception {
        var crashed = command("node-2/crash", "admin");
        assertEquals(200, crashed.statusCode(), crashed.body());
        assertTrue(crashed.body().contains("\"state\":\"crashed\""), crashed.body());
        var list = send("/twin/emulator/nodes", "admin", "GET").body();
        assertEquals(4, list.split("\"node\"", -1).length - 1);
        assertEquals(3, list.split("\"serving\"", -1).length - 1);
        assertTrue(command("node-2/restore", "admin").body().contains("serving"));
        assertEquals(404, command("node-9/crash", "admin").statusCode());
        assertEquals(404, command("node-1/explode", "admin").statusCode());
    }

    @Test
    void letsNobodyElseCommandThem() throws Exception {
        assertEquals(403, command("node-1/crash", "plan").statusCode());
        var unsealed = twin.httpAddress().resolve("/twin/emulator/nodes/node-1/crash");
        var request =
                HttpRequest.newBuilder(unsealed).POST(HttpRequest.BodyPublishers.noBody()).build();
        assertEquals(401, client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        assertTrue(!send("/twin/emulator/nodes", "admin", "GET").body().contains("crashed"));
    }

    private HttpResponse<String> command(String nodeAndCommand, String scope)
            throws IOException, InterruptedException {
        return send("/twin/emulator/nodes/" + nodeAndCommand, scope, "POST");
    }

    private HttpResponse<String> send(String path, String scope, String method)
            throws IOException, InterruptedException {
        var principal = Principal.newBuilder().addScopes(scope).build().toByteArray();
        var request =
                HttpRequest.newBuilder(twin.httpAddress().resolve(path))
                        .header(
                                Seal.PRINCIPAL_HEADER,
                                seal.seal(principal, services.clock().nowUs()))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void refusesAPlanOverTheBodyLimit() throws Exception {
        var refused = check("#" + "x".repeat(20_000), principal());
        assertEquals(413, refused.statusCode());
        assertTrue(services.metrics().scrape().contains("limit=\"twin.http.body-bytes\"} 1.0"));
    }

    @Test
    void runsFourNodesByDefaultAndAnswersProbes() throws Exception {
        assertEquals(4, twin.emulatedNodes().size());
        for (var path : new String[] {"/health/live", "/health/ready", "/metrics"}) {
            var request = HttpRequest.newBuilder(twin.httpAddress().resolve(path)).build();
            assertEquals(
                    200, client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void namesEveryBadSettingAtOnce() {
        var thrown =
                Assertions.assertThrows(
                        ConfigException.class,
                        () ->
                                config(
                                        "http: {port: 70000}, emulator: {model: gpt, gpu: tpu,"
                                                + " zones: []}"));
        var message = String.valueOf(thrown.getMessage());
        assertTrue(
                message.contains("twin.http.port") && message.contains("twin.emulator"), message);
    }
}
