// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.gateway.far.LogLines;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.ScriptedEngine;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.TlsConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Hosted APIs through the gateway's door: a provider over TLS that remembers what it was sent. */
class HostedApisTest {

    private static final String KEY = "sk-provider-0123456789abcdef";
    private static final String CHAT = "/v1/chat/completions";
    private static final Vertx FAR = Vertx.vertx();
    private static final List<String> REDIRECTED = new CopyOnWriteArrayList<>();

    private static final Set<String> SENT =
            Set.of(
                    "host",
                    "content-type",
                    "content-length",
                    "accept",
                    "x-request-id",
                    "authorization",
                    "openai-organization");

    private static ScriptedEngine provider;
    private static ScriptedEngine misnamed;
    private static ScriptedEngine thief;
    private static HttpServer redirecting;
    private static Site site;
    private static Path keyFile;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        TestAuthority authority = new TestAuthority(folder, "provider");
        TlsConfig right = authority.issue(new PeerIdentity("billing", "b"), "localhost");
        TlsConfig wrong = authority.issue(new PeerIdentity("billing", "c"), "other.example");
        provider = ScriptedEngine.start(FAR, secured(right));
        misnamed = ScriptedEngine.start(FAR, secured(wrong));
        thief = ScriptedEngine.start(FAR);
        redirecting =
                Await.await(
                        FAR.createHttpServer()
                                .requestHandler(
                                        request -> {
                                            REDIRECTED.add(request.uri());
                                            request.response()
                                                    .setStatusCode(307)
                                                    .putHeader("location", thief.url() + CHAT)
                                                    .end();
                                        })
                                .listen(0, "127.0.0.1"));
        Path key = folder.resolve("key");
        Files.writeString(key, KEY + "\n");
        keyFile = key;
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        String ca = right.ca().orElseThrow().toString();
        site =
                new Site(
                        Map.of(),
                        "  hosted:\n    resolve-period: 1s\n    nodes:\n"
                                + api("far-api", "https://localhost", provider.port(), key, ca)
                                + "        headers: {OpenAI-Organization: org-7}\n"
                                + api("misnamed", "https://localhost", misnamed.port(), key, ca)
                                + api("untrusted", "https://localhost", provider.port(), key, "")
                                + api(
                                        "moved",
                                        "http://127.0.0.1",
                                        redirecting.actualPort(),
                                        key,
                                        "")
                                + "      keyed-otherwise:\n        url: http://127.0.0.1:"
                                + thief.port()
                                + "/openai/v1?api-version=2025-04-01\n        key-file: "
                                + key
                                + "\n        allow-private: true\n        key-header: api-key\n"
                                + "        key-prefix: ''\n"
                                + "      not-allowed:\n        url: https://localhost:"
                                + provider.port()
                                + "\n        key-file: "
                                + key
                                + "\n        ca-file: "
                                + ca
                                + "\n");
    }

    private static HttpServerOptions secured(TlsConfig tls) {
        return new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions()
                                .setCertPath(tls.cert().orElseThrow().toString())
                                .setKeyPath(tls.key().orElseThrow().toString()));
    }

    private static String api(String node, String origin, int port, Path key, String ca) {
        return "      "
                + node
                + ":\n        url: "
                + origin
                + ":"
                + port
                + "/base/v1\n        key-file: "
                + key
                + "\n        allow-private: true\n"
                + (ca.isEmpty() ? "" : "        ca-file: " + ca + "\n");
    }

    @AfterAll
    static void close() {
        site.close();
        Await.await(FAR.close());
    }

    @BeforeEach
    void reset() {
        site.reset();
        site.router.clear();
        provider.forget();
        misnamed.forget();
        thief.forget();
        REDIRECTED.clear();
    }

    private static HttpResponse<String> ask(boolean stream) {
        return site.post(CHAT, Site.chat(stream, ""));
    }

    private static UsageRecord booked(HttpResponse<?> answer) {
        Await.until(() -> record(answer).isPresent(), "the request is booked");
        return record(answer).orElseThrow();
    }

    private static Optional<UsageRecord> record(HttpResponse<?> answer) {
        return site.ledger.booked().stream()
                .filter(record -> record.getRequestId().equals(Site.requestId(answer)))
                .findFirst();
    }

    @Test
    void callsItWithItsOwnKeyAndNothingOfTheCallers() {
        site.router.serveHosted("llama", "far-api");
        HttpResponse<String> answer = ask(false);
        assertEquals(200, answer.statusCode(), answer.body());
        ScriptedEngine.Received got = provider.last();
        assertEquals("/base" + CHAT, got.path());
        assertEquals(SENT, new TreeSet<>(got.headers().keySet()));
        assertEquals("Bearer " + KEY, got.headers().get("authorization"));
        assertEquals("org-7", got.headers().get("openai-organization"));
        assertEquals(Site.requestId(answer) + "-1", got.headers().get("x-request-id"));
        assertEquals("localhost:" + provider.port(), got.headers().get("host"));
        assertEquals("their-model", got.body().getString("model"));
        assertEquals("llama", new JsonObject(answer.body()).getString("model"));
    }

    @Test
    void putsTheKeyWhereTheApiWantsItAndNamesTheVersion() {
        site.router.serveHosted("llama", "keyed-otherwise");
        assertEquals(200, ask(false).statusCode());
        ScriptedEngine.Received got = thief.last();
        assertEquals("/openai" + CHAT + "?api-version=2025-04-01", got.path());
        assertEquals(KEY, got.headers().get("api-key"));
        assertNull(got.headers().get("authorization"));
        thief.does(new Script.Status(400, "no such api-key: " + KEY));
        assertTrue(ask(false).body().contains("no such api-key: [key]"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void metersItsTokensAndInventsNoJoules(boolean stream) {
        site.router.serveHosted("llama", "far-api");
        HttpResponse<String> answer =
                site.post(
                        CHAT,
                        Site.chat(
                                stream,
                                stream ? ",\"stream_options\":{\"include_usage\":true}" : ""));
        List<String> events = Site.events(answer.body());
        String last = stream ? events.get(events.size() - 2) : answer.body();
        JsonObject usage = new JsonObject(last).getJsonObject("usage");
        JsonObject wattmill = usage.getJsonObject("wattmill");
        assertEquals(11, usage.getInteger("prompt_tokens"));
        assertEquals("unmetered", wattmill.getString("energy_method"));
        assertTrue(wattmill.containsKey("energy_joules"));
        assertNull(wattmill.getValue("energy_joules"));
        assertNull(wattmill.getValue("carbon_grams"));
        UsageRecord record = booked(answer);
        assertEquals(7, record.getTokens().getInputUncached());
        assertEquals(4, record.getTokens().getCacheRead());
        assertEquals(5, record.getTokens().getOutput());
        assertEquals(0, record.getPredicted().getSerializedSize());
        assertEquals("hosted", record.getAttempts(0).getEngineKind());
        assertEquals("0.60", record.getAttempts(0).getProviderPrice().getOutputPerMtok());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void asksAnotherNodeWhenItServesNothingNow(int status) {
        site.router.serveHosted("llama", "far-api").serve("llama", "node-1", site.one.url());
        provider.does(new Script.Status(status, "no: " + KEY));
        HttpResponse<String> answer = ask(false);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(1, provider.received().size());
        assertNull(site.one.last().headers().get("authorization"));
        assertFalse(booked(answer).getAttempts(1).hasProviderPrice());
    }

    @Test
    void servesWhatAnOwnEngineFailed() {
        site.router.serve("llama", "node-1", site.one.url()).serveHosted("llama", "far-api");
        site.one.does(new Script.Status(500, "out of memory"));
        HttpResponse<String> answer = ask(true);
        assertEquals(200, answer.statusCode(), answer.body());
        UsageRecord record = booked(answer);
        assertEquals(List.of("node-1", "far-api"), nodes(record));
    }

    private static List<String> nodes(UsageRecord record) {
        return record.getAttemptsList().stream().map(attempt -> attempt.getNodeId()).toList();
    }

    @Test
    void doesNotSendTheKeyToAServerWithAnotherNamesCertificate() {
        site.router.serveHosted("llama", "misnamed");
        assertEquals(503, ask(false).statusCode());
        assertEquals(0, misnamed.received().size());
    }

    @Test
    void doesNotSendTheKeyToAServerOfAnAuthorityThatTheSystemDoesNotKnow() {
        site.router.serveHosted("llama", "untrusted");
        assertEquals(503, ask(false).statusCode());
        assertEquals(0, provider.received().size());
    }

    @Test
    void doesNotFollowAProviderThatPointsElsewhere() {
        site.router.serveHosted("llama", "moved");
        assertEquals(503, ask(false).statusCode());
        assertEquals(List.of("/base" + CHAT), REDIRECTED);
        assertEquals(0, thief.received().size());
    }

    @Test
    void doesNotConnectToANameThatResolvesToThisHost() {
        site.router.serveHosted("llama", "not-allowed");
        assertEquals(503, ask(false).statusCode());
        assertEquals(0, provider.received().size());
    }

    @Test
    void takesANewKeyWithoutARestartAndKeepsTheOldOneWhileThereIsNone() throws IOException {
        site.router.serveHosted("llama", "far-api");
        try {
            Files.writeString(keyFile, "sk-provider-the-next-one");
            Await.until(() -> keySent().equals("Bearer sk-provider-the-next-one"), "a new key");
            try (LogLines logs = new LogLines()) {
                Files.writeString(keyFile, "");
                Await.until(
                        () -> logs.lines().stream().anyMatch(line -> line.contains("not read")),
                        "somebody is told");
            }
            assertEquals("Bearer sk-provider-the-next-one", keySent());
            provider.does(new Script.Status(400, "not " + KEY + ", sk-provider-the-next-one"));
            String refusal = ask(false).body();
            assertTrue(refusal.contains("not [key], [key]"), refusal);
        } finally {
            Files.writeString(keyFile, KEY);
            provider.forget();
            Await.until(() -> keySent().equals("Bearer " + KEY), "the key of before");
        }
    }

    private static String keySent() {
        assertEquals(200, ask(false).statusCode());
        return provider.last().headers().getOrDefault("authorization", "none");
    }

    @Test
    void doesNotServeAnApiThatItWasNotToldOf() {
        site.router.serveHosted("llama", "unheard-of").serve("llama", "node-1", site.one.url());
        assertEquals(200, ask(false).statusCode());
        assertEquals(1, site.one.received().size());
        Await.until(() -> !toldOf("unheard-of").isEmpty(), "the router hears of it");
        assertTrue(
                toldOf("unheard-of").stream().allMatch(Observation::hasAborted),
                "the lack is this gateway's own");
    }

    private static List<Observation> toldOf(String node) {
        return site.router.observed().stream()
                .filter(told -> told.getNodeId().equals(node))
                .toList();
    }

    @Test
    void keepsTheKeyOutOfErrorsLogsBooksAndFiles() throws IOException {
        List<String> told = new ArrayList<>();
        try (LogLines logs = new LogLines()) {
            for (int status : new int[] {400, 401, 413, 422, 429, 500}) {
                site.router.clear();
                site.router.serveHosted("llama", "far-api");
                provider.does(new Script.Status(status, "Incorrect API key provided: " + KEY));
                told.add(ask(true).body());
                told.add(ask(false).body());
            }
            site.router.clear();
            site.router.serveHosted("llama", "misnamed");
            told.add(ask(false).body());
            told.addAll(logs.lines());
        }
        Await.until(() -> site.ledger.booked().size() >= 13, "all are booked");
        told.add(site.ledger.booked().toString());
        told.add(site.get("/metrics", site.adminKey()).body());
        told.add(site.get("/health/ready", site.adminKey()).body());
        try (Stream<Path> files = Files.walk(site.data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                told.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertTrue(told.getFirst().contains("Incorrect API key provided: [key]"), told.getFirst());
        told.forEach(text -> assertFalse(text.toLowerCase(Locale.ROOT).contains(KEY), text));
    }
}
