// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.standalone.suite.Serving;
import io.wattmill.standalone.suite.Suite;
import io.wattmill.standalone.suite.SuiteInputs;
import io.wattmill.standalone.suite.SuiteSettings;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A whole site with one engine of its own and a hosted API beside it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostedTest {
    private static final long START_SECONDS = 180;
    private static final String NODE = "far-api";

    /** 7 uncached x 1.00, 4 cached x 0.25, 7 out x 4.00 per Mtok. */
    private static final BigDecimal COST = new BigDecimal("0.000036");

    private static final String CONFIG =
            """
            billing:
              meter: {window: 2s}
            twin:
              emulator: {nodes: 1, zones: [eu]}
            router:
              hosted:
                overflow-after: 2s
                nodes:
                  far-api:
                    zone: us
                    first-token: 500ms
                    models:
                      llama-3.1-8b:
                        {upstream-model: theirs/llama, input: "1.00", cached-input: "0.25", output: "4.00"}
                      far-model: {input: "1.00", cached-input: "0.25", output: "4.00"}
            gateway:
              apis: {exact-token-counts: true}
              hosted:
                nodes:
                  far-api: {url: "%s", key-file: "%s", allow-private: true}
            """;

    /** The common pool has as many threads as this machine has processors, or fewer. */
    private static final Executor AT_ONCE = call -> Thread.ofVirtual().start(call);

    private static HostedApi provider;
    private static Suite suite;
    private static Serving serving;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        provider = HostedApi.start();
        var key = Files.writeString(folder.resolve("key"), HostedApi.KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var yaml = CONFIG.formatted(provider.url(), key);
        var inputs =
                new SuiteInputs(
                        new DataFolder(Files.createTempDirectory("wattmill-hosted-")).create(),
                        DataFolder.cache(System.getenv()),
                        Optional.of(Files.writeString(folder.resolve("site.yaml"), yaml)),
                        Map.of(),
                        settings());
        suite = new Suite(inputs, _ -> {});
        serving = suite.start().await(START_SECONDS, TimeUnit.SECONDS);
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<>(PatientServices.SETTINGS);
        settings.put("WATTMILL_GATEWAY_HTTP_PORT", "0");
        return settings;
    }

    @AfterAll
    static void stop() throws Exception {
        suite.stop().await(START_SECONDS, TimeUnit.SECONDS);
        provider.close();
    }

    private static Api developer() {
        return new Api(serving.url(), keys().developer());
    }

    private static Api admin() {
        return new Api(serving.url(), keys().admin());
    }

    private static FirstKeys keys() {
        return serving.freshKeys().orElseThrow();
    }

    private static String own() {
        return serving.fleet().getNodesList().stream()
                .map(node -> node.getNodeId())
                .filter(id -> !id.equals(NODE))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode explained(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return developer().ledger(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    private static String node(JsonNode request) {
        return request.at("/placement/node_id").asText();
    }

    private static void drain(String node) {
        assertEquals(
                2, admin().post("/admin/nodes/" + node + "/drain", "").statusCode() / 100, node);
    }

    private static void resume(String node) {
        assertEquals(
                2, admin().post("/admin/nodes/" + node + "/resume", "").statusCode() / 100, node);
    }

    @Test
    void refusesAHalfConfiguredApiBeforeAnythingStarts(@TempDir Path folder) throws IOException {
        var yaml =
                """
                router: {hosted: {nodes: {one: {models: {m: {input: "1", output: "1"}}}}}}
                gateway: {hosted: {nodes: {two: {url: "https://api.example.com", key-file: k}}}}
                """;
        var file = Optional.of(Files.writeString(folder.resolve("site.yaml"), yaml));
        var refused =
                assertThrows(
                        ConfigException.class, () -> SuiteSettings.read(file, Map.of(), Map.of()));
        assertEquals(
                List.of("router.hosted.nodes.one", "gateway.hosted.nodes.two"),
                refused.problems().stream().map(problem -> problem.path()).toList());
    }

    @Test
    @Order(1)
    void keepsToItsOwnEngineWhileThatServes() {
        var request = explained(developer().chat(Api.MODEL, "hello", 4));
        assertEquals(own(), node(request));
        assertEquals(List.of(), provider.asked());
    }

    @Test
    @Order(2)
    void servesAModelThatOnlyTheProviderHas() {
        var answer = developer().chat("far-model", "hello", 16);
        var request = explained(answer);
        assertTrue(answer.body().contains("from afar"), answer.body());
        assertEquals(NODE, node(request));
        assertEquals("unmetered", request.at("/energy/method").asText());
        assertTrue(request.at("/energy/energy_joules").isNull(), request::toPrettyString);
        assertEquals(7, request.at("/tokens/input_uncached").asInt());
        assertEquals(7, request.at("/tokens/output").asInt());
        assertEquals(0, COST.compareTo(request.at("/money/cost").decimalValue()));
        Patience.until(
                () -> developer().get("/v1/models").body(),
                models -> models.contains("far-model"),
                "listed");
    }

    @Test
    @Order(3)
    void fallsBackWhenItsOwnEngineTakesNoWork() {
        drain(own());
        try {
            var request = explained(developer().chat(Api.MODEL, "hello", 16));
            assertEquals(NODE, node(request));
            assertEquals("theirs/llama", provider.asked().getLast());
            assertEquals(0, COST.compareTo(request.at("/money/provider_cost").decimalValue()));
            assertTrue(request.at("/money/charged").decimalValue().signum() > 0);
        } finally {
            resume(own());
        }
    }

    @Test
    @Order(4)
    void neverTakesAKeysRequestsOutOfItsDataZone() {
        var made =
                admin().post(
                                "/admin/keys",
                                "{\"project\": \"demo\", \"name\": \"eu\", \"scopes\":"
                                        + " [\"inference\"], \"data_zone\": \"eu\"}");
        assertEquals(2, made.statusCode() / 100, made.body());
        var bound = developer().with(Api.parse(made.body()).path("key").asText());
        Patience.until(
                () -> bound.chat(Api.MODEL, "hello", 4), a -> a.statusCode() == 200, "served");
        int asked = provider.asked().size();
        assertEquals(503, bound.chat("far-model", "hello", 4).statusCode());
        drain(own());
        try {
            var refused = bound.chat(Api.MODEL, "hello", 4);
            assertEquals(503, refused.statusCode(), refused.body());
        } finally {
            resume(own());
        }
        assertEquals(asked, provider.asked().size());
    }

    @Test
    @Order(5)
    void goesBackToItsOwnEngineWhenTheProviderHasNoRoom() {
        provider.refuse(429);
        try {
            var refused = developer().chat("far-model", "hello", 4);
            assertEquals(503, refused.statusCode(), refused.body());
            assertTrue(refused.headers().firstValue("retry-after").isPresent());
            assertEquals(own(), node(explained(developer().chat(Api.MODEL, "hello", 4))));
        } finally {
            provider.refuse(0);
        }
        Patience.until(
                () -> developer().chat("far-model", "hello", 4),
                a -> a.statusCode() == 200,
                "forgiven");
    }

    @Test
    @Order(6)
    void sendsThereWhatWouldWaitTooLongForItsOwnEngine() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String prompt = i + " ".repeat(3) + "long ".repeat(24_000);
            answers.add(CompletableFuture.supplyAsync(() -> asked(prompt), AT_ONCE));
        }
        Set<String> nodes =
                answers.stream()
                        .map(CompletableFuture::join)
                        .map(HostedTest::explained)
                        .map(HostedTest::node)
                        .collect(Collectors.toSet());
        assertEquals(Set.of(own(), NODE), nodes);
    }

    private static HttpResponse<String> asked(String prompt) {
        return developer().chat(Api.MODEL, prompt, 1);
    }

    @Test
    @Order(7)
    void booksWhatTheProviderChargesAndTheBooksHold() {
        long asked = provider.asked().size();
        BigDecimal expected = COST.multiply(BigDecimal.valueOf(asked));
        JsonNode row =
                Patience.until(
                        () -> admin().json("/billing/margin?bucket=all&node=" + NODE).path("data"),
                        rows ->
                                rows.size() == 1
                                        && rows.get(0)
                                                        .at("/cost/provider/value")
                                                        .decimalValue()
                                                        .compareTo(expected)
                                                == 0,
                        "booked");
        assertEquals(0, expected.compareTo(row.get(0).at("/cost/total/value").decimalValue()));
        assertEquals(0, row.get(0).at("/energy/value").decimalValue().signum());
        Books.requireBalanced(admin());
        var board = admin().get("/v1/factory").body() + admin().get("/metrics").body();
        assertFalse(board.contains(HostedApi.KEY));
    }

    @Test
    @Order(8)
    void countsTokensAsTheEngineWillBillThem() {
        var messages =
                "\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]"
                        .formatted(Api.MODEL, "how many tokens may these words be? ".repeat(9));
        var counted = developer().post("/v1/messages/count_tokens", "{" + messages + "}");
        assertEquals(Optional.of("engine"), counted.headers().firstValue("x-wattmill-token-count"));
        var billed = developer().post("/v1/messages", "{\"max_tokens\": 4, " + messages + "}");
        var usage = Api.parse(billed.body()).path("usage");
        assertEquals(
                Api.parse(counted.body()).path("input_tokens").asInt(),
                usage.path("input_tokens").asInt() + usage.path("cache_read_input_tokens").asInt(),
                billed.body());
    }
}
