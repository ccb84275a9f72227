// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.trust.Seal;
import io.wattmill.twin.TwinConfig;
import io.wattmill.twin.TwinService;
import io.wattmill.twin.emulator.EmulatedNodeAddress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * `up` on a host where an engine runs that nobody told it of. The engine is an emulated one of this
 * process, which the suite under test knows nothing about.
 */
class LocalEngineTest {
    private static final String CONFIG =
            """
            agent:
              devices: {dcgm-url: "%s"}
              discovery: {ports: [%d], processes: false, deadline: 10s}
            twin:
              emulator: {nodes: 1}
            """;

    private static final String COMPLETION =
            """
            {"id":"c","object":"chat.completion","created":1,"model":"gemma3:4b",
             "choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}
            """;

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private int port;
    private String config = "";

    LocalEngineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void startTheEngine() throws IOException {
        var engine = engine();
        port = engine.engineUrl().getPort();
        config =
                Files.writeString(
                                folder.resolve("site.yaml"),
                                CONFIG.formatted(engine.deviceMetricsUrl(), port))
                        .toString();
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void servesTheEngineOfThisHostAndSaysSo() throws Exception {
        try (var suite = SuiteProcess.upThatLooks(folder, "--config", config)) {
            var answer = suite.ready().developer().chat(Api.MODEL, "hello", 4);

            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(4, Api.parse(answer.body()).at("/usage/completion_tokens").asInt());
            var line = "fleet       found on this host: vllm on :%d (port %d)";
            assertTrue(suite.output().contains(line.formatted(port, port)), suite::output);
            assertTrue(suite.output().contains("--emulated"), suite::output);
        }
    }

    /** A laptop: no meter, a model that no catalogue and no price book has, no metrics. */
    @Test
    void servesAnOllamaOfWhichItKnowsNothingElse() throws Exception {
        var ollama = ollama();
        var settings = "agent: {discovery: {ports: [%d], processes: false, deadline: 10s}}";
        var yaml = Files.writeString(folder.resolve("laptop.yaml"), settings.formatted(ollama));
        try (var suite = SuiteProcess.upThatLooks(folder, "--config", yaml.toString())) {
            var answer = suite.ready().developer().chat("gemma3:4b", "hello", 4);

            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("hi", Api.parse(answer.body()).at("/choices/0/message/content").asText());
            var line = "found on this host: ollama on :%d (port %d)";
            assertTrue(suite.output().contains(line.formatted(ollama, ollama)), suite::output);
        }
    }

    private int ollama() {
        var server =
                vertx.createHttpServer()
                        .requestHandler(
                                request ->
                                        request.body()
                                                .onSuccess(_ -> answer(request))
                                                .onFailure(_ -> request.connection().close()))
                        .listen(0, "127.0.0.1");
        return Await.await(server).actualPort();
    }

    private static void answer(HttpServerRequest request) {
        var body =
                switch (request.path()) {
                    case "/v1/models" ->
                            "{\"data\":[{\"id\":\"gemma3:4b\",\"owned_by\":\"library\"}]}";
                    case "/api/tags" -> "{\"models\":[{\"name\":\"gemma3:4b\"}]}";
                    case "/api/ps" -> "{\"models\":[]}";
                    case "/v1/chat/completions" -> COMPLETION;
                    default -> "";
                };
        request.response().setStatusCode(body.isEmpty() ? 404 : 200).end(body);
    }

    @Test
    void keepsTheEmulationWhenAskedTo() throws Exception {
        try (var suite = SuiteProcess.upThatLooks(folder, "--config", config, "--emulated")) {
            suite.ready();

            assertTrue(suite.output().contains("1 emulated node, 1 × h100-sxm"), suite::output);
        }
    }

    private EmulatedNodeAddress engine() {
        var one =
                Configuration.parse("twin: {emulator: {nodes: 1}}", Map.of())
                        .section("twin", TwinConfig.class);
        var seal = new Seal(new byte[32], TimeUnit.MINUTES.toMicros(1));
        var twin = new TwinService(ServiceContext.of(vertx), one, seal);
        Await.await(twin.start(), Patience.LIMIT);
        return twin.emulatedNodes().getFirst();
    }
}
