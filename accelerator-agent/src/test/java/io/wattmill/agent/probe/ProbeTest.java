// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.core.Vertx;
import io.wattmill.agent.DevicesConfig;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.smi.SmiConfig;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.ProcessList;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

class ProbeTest {

    private static final int CALLS = 5;
    private static final String NO_DRIVER = "libno-such-driver.so.1";

    @TempDir Path folder = Path.of("");

    private final Vertx vertx = Vertx.vertx();
    private final PageServer server = new PageServer(vertx);
    private final int port = server.url("").getPort();
    private String deadline = "10s";

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void saysWhatIsThereWhatIsMissingAndWhatItCosts() {
        ProbeReport report = look(StubDriver.build(folder).library().toString());
        String text = ProbeText.of(report);
        JsonNode gpu = ProbeJson.of(report).at("/driver/gpus/1");

        assertTrue(text.contains("driver 580.95.05   NVML 13.580.95.05"), text);
        assertTrue(text.contains("NVIDIA Stub H200 140 GB   GPU-stub-0"), text);
        assertTrue(text.contains("power 100.0 W (instant, board)"), text);
        assertTrue(text.contains("XID events ✓   GPM ✓   MIG off"), text);
        assertTrue(
                text.contains("41 C   margin 46 C   slows itself down at a margin of -2 C"), text);
        assertEquals(-8, gpu.at("/values/shutdown_margin_c").asLong());
        assertTrue(text.contains("slowed by power cap"), text);
        assertTrue(text.contains("one full reading"), text);
        assertEquals(101_000, gpu.at("/values/power_mw").asLong());
        assertTrue(gpu.at("/median_ns/field 186 scope 0").asLong() > 0, gpu.toString());
    }

    @Test
    void saysWhichGpuIsNotModelledAndWhatToDo() {
        String text = ProbeText.of(look(StubDriver.build(folder).library().toString()));

        assertTrue(text.contains("GPU-stub-0: NVIDIA Stub H200 is no GPU that is modelled"), text);
        assertTrue(text.contains("gpu-type of its engines: a100-sxm, b200-sxm"), text);
    }

    @Test
    void saysWhyThereIsNothing() {
        ProbeReport report = look(NO_DRIVER);
        String text = ProbeText.of(report);

        assertTrue(text.contains("missing   driver library: absent: libno-such-driver.so.1"), text);
        assertTrue(text.contains("missing   nvidia-smi: absent"), text);
    }

    @Test
    void aDeviceThatIsLostIsSaidToBeSilent() {
        StubDriver driver = StubDriver.build(folder);
        driver.fail("nvmlDeviceGetFieldValues", 15);
        String text = ProbeText.of(look(driver.library().toString()));

        assertTrue(text.contains("silent: lost: nvmlDeviceGetFieldValues: gpu is lost"), text);
    }

    @Test
    void saysWhichEngineRunsHereOnWhichDevicesAndWhatItTells() throws IOException {
        serveVllm();
        processes().add(999, 1, "vllm serve m -tp 2 --port " + port, Map.of());
        processes().add(1000, 999, "VLLM::Worker_TP0", Map.of());
        StubDriver driver = StubDriver.build(folder);
        driver.processes(0, 1);
        driver.processes(1, 1);

        ProbeReport report = look(driver.library().toString());
        JsonNode engine = ProbeJson.of(report).at("/engines/found/0");

        assertLine(
                report,
                "engine    vllm 0.26.1 on :%d (pid 999, gpu 0-1, TP2, llama-70b)   metrics tell"
                        + " 11 of 14, lack finished, started-at, next-token");
        assertEquals("vllm", engine.path("kind").asText());
        assertEquals("0.26.1", engine.path("version").asText());
        assertEquals(port, engine.path("port").asInt());
        assertEquals(999, engine.path("pid").asLong());
        assertEquals(2, engine.path("tensor_parallel").asInt());
        assertEquals("both", engine.path("role").asText());
        assertEquals("[\"GPU-stub-0\",\"GPU-stub-1\"]", engine.path("device_ids").toString());
        assertEquals("the driver's processes", engine.path("devices_known_by").asText());
        assertEquals("[\"llama-70b\"]", engine.path("models").toString());
        assertEquals("running", engine.at("/metrics/tells/0").asText());
        assertEquals(3, engine.at("/metrics/lacks").size());
    }

    @Test
    void saysWhatOfARequestAnEngineComputesWhereItsCommandLineTells() throws IOException {
        serveVllm();
        processes()
                .add(
                        999,
                        1,
                        "vllm serve m --port "
                                + port
                                + " --kv-transfer-config"
                                + " {\"kv_connector\":\"NixlConnector\",\"kv_role\":\"kv_producer\"}",
                        Map.of());

        ProbeReport report = look(StubDriver.build(folder).library().toString());

        assertLine(
                report,
                "engine    vllm 0.26.1 on :%d (pid 999, gpu unknown, TP1, prefill only,"
                        + " llama-70b)");
        assertEquals("prefill", ProbeJson.of(report).at("/engines/found/0/role").asText());
    }

    @Test
    void findsAnEngineWithoutADriverAndWithoutItsProcess() {
        serveVllm();
        server.page("/version", "{\"version\":\"\u001b[31mred\"}");

        assertLine(
                look(NO_DRIVER),
                "engine    vllm on :%d (gpu unknown, TP1, llama-70b)   metrics tell");
    }

    @Test
    void saysThatNobodyCanTellOnWhichDevicesAnEngineComputes() {
        serveVllm();

        ProbeReport report = look(StubDriver.build(folder).library().toString());

        assertLine(report, "engine    vllm 0.26.1 on :%d (gpu unknown, TP1, llama-70b)");
        assertLine(report, "hint      :%d gets no joules: it needs 1 of 2 devices");
        assertEquals("unknown", ProbeJson.of(report).at("/engines/found/0/devices").asText());
    }

    @Test
    void saysWhatItPassedOverAndWhy() throws IOException {
        processes().add(70, 1, "python3 -m sglang.launch_server --port " + port, Map.of());

        ProbeReport report = look(NO_DRIVER);

        assertLine(report, "engine    none is ready: by no process of this host, nor on ports %d");
        assertLine(report, "hint      passed over sglang on port %d (pid 70): ");
        assertTrue(ProbeText.of(report).contains("--enable-metrics"), ProbeText.of(report));
        assertTrue(
                ProbeJson.of(report)
                        .at("/engines/passed_over/0/why")
                        .asText()
                        .contains("--enable-metrics"));
    }

    @Test
    void letsNoNameCommandTheTerminal() throws IOException {
        serveVllm();
        server.page("/v1/models", Pages.models("a\\u001b[2J\\u009b2J\\u202eb\\nengine    false"));
        processes().add(70, 1, "vllm serve m --host \u001b[31m --port 1", Map.of());

        String text = ProbeText.of(look(NO_DRIVER));

        assertTrue(text.contains("a [2J 2J b engine    false"), text);
        assertTrue(text.contains("it binds  [31m only"), text);
        assertTrue(text.lines().noneMatch(line -> line.matches(".*[\\p{Cc}\\p{Cf}].*")), text);
    }

    @Test
    void saysInOneLineThatThereIsNoEngine() {
        server.close();
        ProbeReport report = look(NO_DRIVER);

        assertEquals(
                1, ProbeText.of(report).lines().filter(line -> line.startsWith("engine")).count());
        assertEquals("[]", ProbeJson.of(report).at("/engines/found").toString());
        assertTrue(report.engines().failure().isEmpty());
    }

    @Test
    void waitsForAnEngineThatHangsNoLongerThanItMay() throws IOException {
        processes().add(70, 1, "vllm serve m --port " + port, Map.of());
        server.page("/metrics", _ -> {});
        deadline = "100ms";

        assertLine(look(NO_DRIVER), "hint      passed over vllm on port %d (pid 70): timeout: ");
    }

    @Test
    void givesUpOnASearchThatDoesNotEnd() throws IOException {
        processes();
        Path endless = folder.resolve("proc/71");
        Files.createDirectories(endless);
        Path pipe = endless.resolve("cmdline");
        assertEquals(0, run("mkfifo", pipe.toString()));
        deadline = "10ms";

        ProbeReport report = look(NO_DRIVER);
        assertEquals(
                "the search did not end within 120 ms", report.engines().failure().orElseThrow());
        FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command).start().onExit().join().exitValue();
    }

    private void serveVllm() {
        server.page("/metrics", Pages.vllm(7, 2, 5_000, 900))
                .page("/v1/models", Pages.models("llama-70b"))
                .page("/version", "{\"version\":\"0.26.1\"}");
    }

    private ProcessList processes() {
        return new ProcessList(folder.resolve("proc"));
    }

    private void assertLine(ProbeReport report, String start) {
        String text = ProbeText.of(report);
        String expected = start.formatted(port);
        assertTrue(text.lines().anyMatch(line -> line.startsWith(expected)), text);
    }

    private DiscoveryConfig discovery() {
        return Configuration.parse(
                        "discovery: {ports: [%d], proc: %s, deadline: %s, any-user: true}"
                                .formatted(port, folder.resolve("proc"), deadline),
                        Map.of())
                .section("discovery", DiscoveryConfig.class);
    }

    private ProbeReport look(String library) {
        DevicesConfig devices = Configuration.defaults(DevicesConfig.class);
        return new Prober(
                        devices.nvml().loading(library),
                        new SmiConfig(
                                folder.resolve("none").toString(),
                                devices.smi().period(),
                                devices.smi().timeout(),
                                devices.smi().maxOutputBytes()),
                        devices.host(),
                        new EngineProbe(
                                discovery(),
                                Configuration.parse(
                                                "s: {connect-timeout: 10s, deadline: 10s}",
                                                Map.of())
                                        .section("s", ScrapeConfig.class)),
                        CALLS)
                .look();
    }
}
