// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.OutcomeRow;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The console's files and its stream. */
class ConsoleTest {

    private static Site site;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_HTTP_MAX_CONSOLE_CLIENTS", "100",
                                "WATTMILL_GATEWAY_HTTP_CONSOLE_INTERVAL", "50ms"));
        site.context()
                .bus()
                .publish(
                        LedgerAddresses.USAGE_COUNTERS,
                        UsageCounters.newBuilder()
                                .setTakenAtUs(site.context().clock().nowUs())
                                .addByProject(UsageRow.newBuilder().setName("demo").setRequests(3))
                                .addByProject(UsageRow.newBuilder().setName("rival").setRequests(9))
                                .addByModel(UsageRow.newBuilder().setName("llama").setRequests(12))
                                .addOutcomes(
                                        OutcomeRow.newBuilder()
                                                .setDimension(OutcomeRow.Dimension.DIMENSION_ALL)
                                                .setName("all")
                                                .setRequests(4)
                                                .setSuccesses(2)
                                                .setMeasuredRequests(4)
                                                .setChargedNano(1_000_000)
                                                .setMeasuredUj(6_000_000))
                                .build());
        Await.until(
                () -> site.get("/v1/factory", site.adminKey()).body().contains("rival"),
                "the counters are heard");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/console.js",
                "/console/console.css",
                "/console/icon.svg",
                "/billing",
                "/billing/billing.js",
                "/billing/billing.css",
                "/docs",
                "/docs/docs.js",
                "/docs/docs.css",
                "/docs/openapi.yaml",
                "/docs/openapi.json"
            })
    void servesItsFilesToAnybodyUnderAStrictPolicy(String path) {
        var response = site.get(path, "");
        assertEquals(200, response.statusCode());
        String policy = response.headers().firstValue("content-security-policy").orElse("");
        assertTrue(policy.startsWith("default-src 'self';"), policy);
        assertFalse(response.body().contains("style="), "nothing inline");
    }

    @Test
    void tellsTheWholeBoardAgainAndAgain() throws IOException {
        try (var stream = new Stream(site.adminKey())) {
            JsonObject first = stream.next();
            assertEquals("factory", first.getString("object"));
            assertTrue(stream.next().getLong("taken_at_us") > first.getLong("taken_at_us"));
            assertEquals(2, first.getJsonArray("projects").size());
            var figures = first.getJsonObject("figures");
            assertEquals(
                    0.0005, figures.getJsonObject("charged_per_success").getDouble("value"), 1e-12);
            assertEquals(3, figures.getJsonObject("joules_per_success").getInteger("value"));
        }
    }

    @Test
    void aDeveloperSeesOfTenantsOnlyItsOwnProject() throws IOException {
        try (var stream = new Stream(site.developerKey())) {
            JsonObject board = stream.next();
            assertEquals(1, board.getJsonArray("projects").size());
            assertEquals("demo", board.getJsonArray("projects").getJsonObject(0).getString("name"));
            assertFalse(board.encode().contains("rival"));
            assertFalse(board.getJsonArray("models").getJsonObject(0).containsKey("charged"));
            assertFalse(board.getJsonObject("figures").containsKey("charged_per_mtok"));
        }
    }

    @Test
    void whatIsNotKnownIsNullWithAReason() throws IOException {
        try (var stream = new Stream(site.adminKey())) {
            JsonObject figures = stream.next().getJsonObject("figures");
            for (String name : new String[] {"tokens_per_second", "slo_attainment", "power"}) {
                JsonObject figure = figures.getJsonObject(name);
                assertEquals(null, figure.getValue("value"), name);
                assertFalse(figure.getString("reason").isEmpty(), name);
            }
        }
    }

    @Test
    void countsAndRefusesTheReaderThatIsTooMany() throws IOException {
        Map<String, String> settings =
                Map.of(
                        "WATTMILL_GATEWAY_HTTP_MAX_CONSOLE_CLIENTS", "2",
                        "WATTMILL_GATEWAY_HTTP_CONSOLE_INTERVAL", "50ms");
        try (Site small = new Site(settings)) {
            assertRefusesTheThird(small);
            Await.until(() -> hasRoom(small), "room again");
        }
    }

    private static void assertRefusesTheThird(Site site) throws IOException {
        try (var one = new Stream(site, site.adminKey());
                var two = new Stream(site, site.adminKey())) {
            one.next();
            two.next();
            var refused = site.get("/console/events", site.adminKey());
            assertEquals(503, refused.statusCode());
            assertTrue(refused.body().contains("console_full"), refused.body());
            assertTrue(
                    site.get("/metrics", site.adminKey())
                            .body()
                            .contains("limit=\"http.max-console-clients\""));
        }
    }

    private static boolean hasRoom(Site site) {
        try (var stream = new Stream(site, site.adminKey())) {
            return stream.status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A reader of the stream; closing leaves at once. */
    private static final class Stream implements AutoCloseable {
        private final HttpURLConnection connection;
        private Optional<BufferedReader> opened = Optional.empty();

        Stream(String key) throws IOException {
            this(site, key);
        }

        Stream(Site site, String key) throws IOException {
            connection =
                    (HttpURLConnection)
                            site.gateway()
                                    .httpAddress()
                                    .resolve("/console/events")
                                    .toURL()
                                    .openConnection();
            connection.setReadTimeout(60_000);
            connection.setRequestProperty("authorization", "Bearer " + key);
        }

        int status() throws IOException {
            return connection.getResponseCode();
        }

        JsonObject next() throws IOException {
            BufferedReader lines = lines();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    return new JsonObject(line.substring(6));
                }
            }
            throw new IOException("the stream ended");
        }

        private BufferedReader lines() throws IOException {
            if (opened.isEmpty()) {
                var in = connection.getInputStream();
                opened =
                        Optional.of(
                                new BufferedReader(
                                        new InputStreamReader(in, StandardCharsets.UTF_8)));
            }
            return opened.get();
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }
}
