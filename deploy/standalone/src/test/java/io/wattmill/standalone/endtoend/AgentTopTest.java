// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.standalone.process.Program;
import io.wattmill.standalone.process.SiteProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code wattmill agent top} in a terminal, beside an agent that watches two GPUs. */
class AgentTopTest {
    private static final String CTRL_C = "\003";
    private static final String ESCAPE = "\033";

    @TempDir Path folder = Path.of("");
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer host = vertx.createHttpServer().requestHandler(AgentTopTest::page);
    private SiteProcess agent = new SiteProcess(Program.AGENT, Configuration.parse("", Map.of()));

    @BeforeEach
    void watch() throws IOException {
        assumeTrue(
                Files.isExecutable(Pty.SCRIPT),
                Pty.SCRIPT + " is not installed; agent top is not tried in a terminal");
        Await.await(host.listen(0, "127.0.0.1"));
        String yaml =
                """
                process: {ops: {port: 0}}
                peers: {router: "127.0.0.1:1", billing: "127.0.0.1:1"}
                agent:
                  node-id: gpu-17
                  zone: hall-1
                  devices: {dcgm-url: "http://127.0.0.1:%1$d/dcgm", host: {folder: "%2$s"}}
                  engines:
                    - {id: llama, url: "http://127.0.0.1:%1$d", device-ids: [GPU-0, GPU-1], role: decode}
                    - {id: away, url: "http://127.0.0.1:1", device-ids: [GPU-9]}
                """
                        .formatted(host.actualPort(), folder);
        agent = new SiteProcess(Program.AGENT, Configuration.parse(yaml, Map.of()));
        processors(1_000);
        Await.await(agent.start(), Patience.LIMIT);
    }

    /** What the counter of the host's processors shows, microjoules. */
    private void processors(long energyUj) throws IOException {
        Path zone = Files.createDirectories(folder.resolve("intel-rapl:0"));
        Files.writeString(zone.resolve("name"), "package-0");
        Files.writeString(zone.resolve("max_energy_range_uj"), "262143328850");
        Files.writeString(zone.resolve("energy_uj"), String.valueOf(energyUj));
    }

    @AfterEach
    void close() {
        Await.await(agent.stop());
        Await.await(vertx.close());
    }

    /** Two GPUs at 350 W together that make 700 tokens a second. */
    private static void page(HttpServerRequest request) {
        long ms = System.currentTimeMillis() % 100_000_000;
        request.response()
                .end(
                        switch (request.path()) {
                            case "/dcgm" -> device(0, 150, ms) + device(1, 200, ms);
                            case "/metrics" -> engine(ms);
                            default ->
                                    "{\"object\":\"list\",\"data\":[{\"id\":\"llama-3.1-8b\","
                                            + "\"object\":\"model\"}]}";
                        });
    }

    private static String device(int index, long watts, long ms) {
        return """
        DCGM_FI_DEV_GPU_TEMP@41
        DCGM_FI_DEV_POWER_USAGE@%d
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION@%d
        DCGM_FI_DEV_GPU_UTIL@37
        DCGM_FI_DEV_FB_FREE@1024
        DCGM_FI_DEV_FB_USED@80000
        DCGM_FI_DEV_POWER_MGMT_LIMIT@700
        DCGM_FI_DEV_CLOCK_THROTTLE_REASONS@%d
        """
                .formatted(watts, watts * ms, 4 * index)
                .replace(
                        "@",
                        "{gpu=\"%1$d\",UUID=\"GPU-%1$d\",modelName=\"NVIDIA H100 80GB HBM3\"} "
                                .formatted(index));
    }

    private static String engine(long ms) {
        return """
        vllm:num_requests_running@41
        vllm:num_requests_waiting@2
        vllm:kv_cache_usage_perc@0.61
        vllm:prompt_tokens_total@%d
        vllm:generation_tokens_total@%d
        """
                .formatted(7 * ms, 7 * ms / 10)
                .replace("@", "{engine=\"0\",model_name=\"llama-3.1-8b\"} ");
    }

    private Pty top(Map<String, String> env, String... more) throws Exception {
        String[] words = new String[more.length + 4];
        System.arraycopy(
                new String[] {"agent", "top", "--url", agent.opsAddress().toString()},
                0,
                words,
                0,
                4);
        System.arraycopy(more, 0, words, 4, more.length);
        return Pty.wattmill(env, words);
    }

    @Test
    void showsEachGpuAndEngineAndTakesKeys() throws Exception {
        try (var pty = top(Map.of())) {
            var shown =
                    pty.untilShown(
                            "power cap",
                            "gpu-17 (hall-1)   working   router ✗",
                            "350 / 1400 W",
                            "H100 80GB HBM3      150   700  37 %   78/79 G",
                            "llama            vllm     0-1",
                            "! away: unreachable");
            Pty.requireItFits(shown);
            pty.untilShown("host   rapl-package-0");
            processors(12_345_679_000L);
            pty.untilShown("host   rapl-package-0 12.3k J");
            Patience.until(
                    pty::screen,
                    all -> all.matches("(?s).*llama-3.1-8b\\s+decode only\n.*") && paced(all),
                    "a pace of 700 tokens a second, 2 a joule");

            pty.type("?");
            pty.untilShown("tokens per joule of the", "power limit");
            pty.type("x/GPU-1\r");
            pty.untilGone("  150  ");
            pty.type(ESCAPE);
            pty.untilShown("  150  ");
            pty.type(":q\r");
            pty.untilWritten("exit=0");
            assertEquals(0, pty.ended());
            pty.requireGivenBack();
        }
    }

    /** The engine's row: as many tokens a second as its page counts, within a tenth. */
    private static boolean paced(String screen) {
        return screen.lines()
                .filter(line -> line.startsWith("llama "))
                .map(line -> line.trim().split(" +"))
                .anyMatch(
                        cells ->
                                near(700, cells[cells.length - 3])
                                        && near(2, cells[cells.length - 2]));
    }

    private static boolean near(double wanted, String cell) {
        return cell.matches("[0-9.]+") && Math.abs(Double.parseDouble(cell) / wanted - 1) < 0.1;
    }

    @Test
    void heedsNoColorAndGivesTheTerminalBackOnCtrlC() throws Exception {
        try (var pty = top(Map.of("NO_COLOR", "1"))) {
            pty.untilShown("power cap");
            assertFalse(pty.output().contains("\033[1m"), "NO_COLOR");
            pty.type(CTRL_C);
            pty.untilWritten("exit=130");
            pty.ended();
            pty.requireGivenBack();
        }
    }

    @Test
    void saysWhereItLookedWhenThereIsNoAgent() throws Exception {
        try (var pty = Pty.wattmill(Map.of(), "agent", "top", "--url", "http://127.0.0.1:1")) {
            pty.untilWritten("no agent at http://127.0.0.1:1");
            pty.untilWritten("exit=1");
        }
    }
}
