// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.standalone.suite.Serving;
import io.wattmill.standalone.suite.Suite;
import io.wattmill.standalone.suite.SuiteInputs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One suite in this JVM for all tests that do not kill it: two emulated nodes, short energy
 * windows, and a configured engine that dies in the middle of every answer. Its services are {@link
 * PatientServices}.
 */
final class LiveSuite implements AutoCloseable {
    private static final long START_SECONDS = 180;
    private static final String CONFIG =
            """
            billing:
              meter:
                window: 2s
            gateway:
              settle: {max-backoff: 1s}
              tiers:
                batch: {mode: efficiency, slo-ttft: 60s, slo-tpot: 500ms, tpot-cap: 900ms}
                urgent: {mode: balanced, slo-ttft: 1ms, slo-tpot: 4s}
            twin:
              emulator:
                nodes: 2
            agent:
              node-id: doomed
              devices:
                dcgm-url: %1$s/dcgm/metrics
              engines:
                - {id: doomed, url: "%1$s", gpu-type: h200-sxm}
            """;

    private final Path folder;
    private final DoomedEngine doomed;
    private final Suite suite;
    private final Serving serving;

    private LiveSuite(Path folder, DoomedEngine doomed, Suite suite, Serving serving) {
        this.folder = folder;
        this.doomed = doomed;
        this.suite = suite;
        this.serving = serving;
    }

    static LiveSuite start() throws Exception {
        return start(Map.of());
    }

    /** The same with these settings beside, as environment variables. */
    static LiveSuite start(Map<String, String> settings) throws Exception {
        var environment = new HashMap<>(PatientServices.SETTINGS);
        environment.putAll(settings);
        environment.put("WATTMILL_GATEWAY_HTTP_PORT", "0");
        var folder = Files.createTempDirectory("wattmill-live-");
        var doomed = DoomedEngine.start();
        var config = Files.writeString(folder.resolve("site.yaml"), CONFIG.formatted(doomed.url()));
        var inputs =
                new SuiteInputs(
                        new DataFolder(folder.resolve("data")).create(),
                        DataFolder.cache(System.getenv()),
                        Optional.of(config),
                        Map.of(),
                        environment);
        var suite = new Suite(inputs, _ -> {});
        var serving = suite.start().await(START_SECONDS, TimeUnit.SECONDS);
        return new LiveSuite(folder, doomed, suite, serving);
    }

    /** The host that looks healthy to its agent, node {@code doomed}. */
    DoomedEngine doomed() {
        return doomed;
    }

    URI url() {
        return serving.url();
    }

    FirstKeys keys() {
        return serving.freshKeys().orElseThrow();
    }

    Api developer() {
        return new Api(url(), keys().developer());
    }

    Api admin() {
        return new Api(url(), keys().admin());
    }

    /** Base URLs of the emulated engines. */
    List<URI> emulatedEngines() {
        return serving.fleet().getNodesList().stream()
                .flatMap(node -> node.getEnginesList().stream())
                .map(engine -> URI.create(engine.getUrl()))
                .filter(engine -> !engine.equals(doomed.url()))
                .toList();
    }

    /** A connection to its database as one of its services has it. */
    Connection database(String service) throws IOException, SQLException {
        var data = new DataFolder(folder.resolve("data"));
        var port = Files.readAllLines(data.postgres().resolve("data/postmaster.pid")).get(3);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port.strip() + "/wattmill",
                "wattmill_" + service,
                Files.readString(data.secret("postgres-" + service)).strip());
    }

    /** Pid of the PostgreSQL server that it runs now. */
    long postmaster() throws IOException {
        var file = folder.resolve("data/postgres/data/postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    @Override
    public void close() throws Exception {
        suite.stop().await(START_SECONDS, TimeUnit.SECONDS);
        doomed.close();
    }
}
