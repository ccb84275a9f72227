// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
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
