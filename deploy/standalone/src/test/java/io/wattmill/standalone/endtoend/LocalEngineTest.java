// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.trust.Seal;
import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.suite.Milestone;
import io.wattmill.standalone.suite.Serving;
import io.wattmill.standalone.suite.Suite;
import io.wattmill.standalone.suite.SuiteInputs;
import io.wattmill.twin.TwinConfig;
import io.wattmill.twin.TwinService;
import io.wattmill.twin.emulator.EmulatedNodeAddress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * `up` on a host where an engine runs that nobody told it of. The engine is an emulated one of
 * another program's, which the suite under test knows nothing about.
 */
class LocalEngineTest {
    private static final long START_SECONDS = 60;
    private static final String CONFIG =
            """
            agent:
              devices: {dcgm-url: "%s"}
              discovery: {ports: [%d], processes: false, deadline: 5s}
            twin:
              emulator: {nodes: 1}
            """;

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final List<Milestone> reached = new CopyOnWriteArrayList<>();

    LocalEngineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void servesTheEngineOfThisHostInsteadOfAnEmulatedFleet() throws Exception {
        var local = localEngine();
        var suite = new Suite(inputs(local, true), reached::add);
        try {
            var serving = suite.start().await(START_SECONDS, TimeUnit.SECONDS);

            var fleet = fleet();
            assertEquals(0, fleet.emulatedNodes());
            assertTrue(fleet.looked());
            assertEquals(
                    List.of(new Milestone.LocalEngine("vllm", port(local), "port " + port(local))),
                    fleet.found());
            assertEquals(1, serving.fleet().getNodesCount());
            var engine = serving.fleet().getNodes(0).getEngines(0);
            assertEquals("h100-sxm", engine.getGpuType(), "by the name that the driver gives it");
            assertAnswers(serving);
        } finally {
            suite.stop().await(START_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void keepsTheEmulationWhenAskedTo() throws Exception {
        var suite = new Suite(inputs(localEngine(), false), reached::add);
        try {
            suite.start().await(START_SECONDS, TimeUnit.SECONDS);

            assertEquals(1, fleet().emulatedNodes());
            assertEquals(List.of(), fleet().found());
        } finally {
            suite.stop().await(START_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void assertAnswers(Serving serving) {
        var developer = new Api(serving.url(), serving.freshKeys().orElseThrow().developer());
        var answer = developer.chat(serving.model(), "hello", 4);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(4, Api.parse(answer.body()).at("/usage/completion_tokens").asInt());
    }

    private Milestone.FleetReady fleet() {
        return reached.stream()
                .filter(Milestone.FleetReady.class::isInstance)
                .map(Milestone.FleetReady.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private EmulatedNodeAddress localEngine() {
        var config =
                Configuration.parse("twin: {emulator: {nodes: 1}}", Map.of())
                        .section("twin", TwinConfig.class);
        var seal = new Seal(new byte[32], TimeUnit.MINUTES.toMicros(1));
        var twin = new TwinService(ServiceContext.of(vertx), config, seal);
        Await.await(twin.start());
        return twin.emulatedNodes().getFirst();
    }

    private SuiteInputs inputs(EmulatedNodeAddress local, boolean looksForEngines)
            throws IOException {
        var yaml = CONFIG.formatted(local.deviceMetricsUrl(), port(local));
        return new SuiteInputs(
                new DataFolder(folder.resolve("data")).create(),
                DataFolder.cache(System.getenv()),
                Optional.of(Files.writeString(folder.resolve("site.yaml"), yaml)),
                Map.of(),
                Map.of("WATTMILL_GATEWAY_HTTP_PORT", "0"),
                looksForEngines);
    }

    private static int port(EmulatedNodeAddress local) {
        return local.engineUrl().getPort();
    }
}
