// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.discovery.Finds;
import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.testing.EnginePages;
import io.wattmill.agent.testing.LogLines;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.ProcessList;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class EngineSearchTest {

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final PageServer server = new PageServer(vertx);
    private final int port = server.url("").getPort();
    private final ProcessList processes;

    EngineSearchTest(@TempDir Path folder) {
        this.processes = new ProcessList(folder);
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void findsAnEngineByItsPort() {
        serveVllm();

        Found found = onlyEngine(look());

        assertEquals("node-1/vllm-" + port, found.engine().id());
        assertEquals(server.url(""), found.engine().url());
        assertEquals(EngineKind.VLLM, found.engine().kind());
        assertEquals("port " + port, found.how());
    }

    @Test
    void knowsEachKindByItsOwnSign() {
        server.page("/v1/models", owned("somebody")).page("/metrics", EnginePages.LLAMA_CPP);
        assertEquals(EngineKind.LLAMA_CPP, onlyEngine(look()).engine().kind());

        server.page("/metrics", EnginePages.TGI).page("/info", EnginePages.TGI_INFO);
        assertEquals(EngineKind.TGI, onlyEngine(look()).engine().kind());

        server.page("/v1/models", owned("tensorrt_llm"));
        server.page("/prometheus/metrics", EnginePages.TENSORRT_LLM);
        assertEquals(EngineKind.TENSORRT_LLM, onlyEngine(look()).engine().kind());

        server.page("/v1/models", owned("library")).page("/metrics", "");
        server.page("/api/ps", EnginePages.OLLAMA_PS).page("/api/tags", EnginePages.OLLAMA_TAGS);
        assertEquals(EngineKind.OLLAMA, onlyEngine(look()).engine().kind());
    }

    @Test
    void takesAnotherServerForNone() {
        String another = "{\"data\":[{\"id\":\"x\"}]}";
        for (String list :
                List.of(another, "{\"data\":{\"x\":1}}", "{\"data\":[7]}", "[]", "hello")) {
            server.page("/v1/models", list).page("/metrics", "up 1\n");

            assertEquals(Finds.NONE, look(), list);
        }
    }

    @Test
    void passesOverAnEngineThatHasNoModelYet() {
        server.page("/api/ps", "{\"models\":[]}").page("/api/tags", "{\"models\":[]}");
        server.page("/v1/models", "{\"object\":\"list\",\"data\":null}");

        Finds finds = look();

        assertTrue(finds.engines().isEmpty());
        assertEquals("it has no model to serve", finds.passed().getFirst().why());
    }

    @Test
    void takesAPortThatNobodyListensOnForNone() {
        server.close();

        assertEquals(Finds.NONE, look());
    }

    @Test
    void waitsForASilentServerNoLongerThanItMay() {
        server.page("/v1/models", _ -> {});

        assertEquals(Finds.NONE, look());
        assertEquals(1, server.requests());
    }

    @Test
    void findsAnEngineByItsProcessAndItsDevicesByTheDriver() throws IOException {
        serveVllm();
        processes.add(70, 1, "vllm serve m -tp 2 --max-num-seqs 64 --port " + port, Map.of());
        processes.add(71, 70, "VLLM::Worker_TP0", Map.of());
        processes.add(72, 70, "VLLM::Worker_TP1", Map.of());

        Found found =
                onlyEngine(
                        look(
                                List.of("GPU-a", "GPU-b", "GPU-c"),
                                List.of(computing("GPU-b", 71), computing("GPU-c", 72))));

        assertEquals("pid 70", found.how());
        assertEquals(2, found.engine().tensorParallel());
        assertEquals(64, found.engine().maxRunning());
        assertEquals(
                new DeviceClaim.These(List.of("GPU-b", "GPU-c"), "the driver's processes"),
                found.devices());
    }

    @Test
    void elseItsDevicesByWhatItMaySee() throws IOException {
        serveVllm();
        Map<String, String> seesOne = Map.of("CUDA_VISIBLE_DEVICES", "1", "HOME", "/root");
        processes.add(70, 1, "vllm serve m --port " + port, seesOne);

        Found found = onlyEngine(look(List.of("GPU-a", "GPU-b"), List.of()));

        assertEquals(
                List.of("GPU-b"),
                assertInstanceOf(DeviceClaim.These.class, found.devices()).deviceIds());
    }

    @Test
    void saysThatNobodyCanTellOnWhichDevicesItIs() throws IOException {
        serveVllm();
        processes.add(70, 1, "vllm serve m --port " + port, Map.of());

        Found found = onlyEngine(look(List.of("GPU-a", "GPU-b"), List.of()));

        assertInstanceOf(DeviceClaim.Unknown.class, found.devices());
    }

    @Test
    void saysWhatKeepsAnEngineFromBeingServed() throws IOException {
        processes.add(70, 1, "python3 -m sglang.launch_server --port " + port, Map.of());

        Finds finds = look();

        assertTrue(finds.engines().isEmpty());
        assertEquals("sglang on port " + port + " (pid 70)", finds.passed().getFirst().what());
        assertEquals(
                "status: HTTP 404; SGLang shows metrics when started with --enable-metrics",
                finds.passed().getFirst().why());
    }

    @Test
    void saysThatAnEngineBindsAnotherAddress() throws IOException {
        processes.add(70, 1, "vllm serve m --host 10.0.0.7 --port " + port, Map.of());

        assertEquals("it binds 10.0.0.7 only: configure it", look().passed().getFirst().why());
    }

    @Test
    void findsPortsWhereProcessesCannotBeListed(@TempDir Path folder) {
        serveVllm();

        Finds finds = look(config(folder.resolve("none")), List.of(), List.of());

        assertEquals(1, finds.engines().size());
    }

    @Test
    void survivesAListOfProcessesThatIsDamaged() throws IOException {
        processes.damage(66);
        serveVllm();

        assertEquals(1, look().engines().size());
    }

    @Test
    void countsNothingThatIsNoFailureAndTheEnginesThatAreTooMany() {
        PageServer second = new PageServer(vertx);
        for (PageServer engine : List.of(server, second)) {
            engine.page("/metrics", Pages.vllm(0, 0, 0, 0)).page("/v1/models", owned("vllm"));
        }
        String settings =
                "discovery: {ports: [%d, %d, 1], processes: false, max-engines: 1, any-user: true}";
        DiscoveryConfig one =
                Configuration.parse(settings.formatted(port, second.url("").getPort()), Map.of())
                        .section("discovery", DiscoveryConfig.class);

        assertEquals(1, look(one, List.of(), List.of()).engines().size());
        assertEquals(
                List.of("wattmill_limit_hits"),
                services.metrics().getMeters().stream().map(it -> it.getId().getName()).toList());
    }

    @Test
    void countsThatItLookedAtAPartOfTheProcesses() throws IOException {
        for (int pid = 70; pid < 75; pid++) {
            processes.add(pid, 1, "sleep 1", Map.of());
        }
        String settings = "discovery: {ports: [], proc: %s, max-processes: %d}";
        for (int most : List.of(5, 4)) {
            look(
                    Configuration.parse(settings.formatted(processes.folder(), most), Map.of())
                            .section("discovery", DiscoveryConfig.class),
                    List.of(),
                    List.of());
        }

        assertEquals(
                1,
                services.metrics()
                        .counter("wattmill_limit_hits", "limit", "agent.discovery.max-processes")
                        .count());
    }

    @Test
    void aSearchThatIsUnderWayWhenItIsClosedEndsQuietly() throws Exception {
        findsNothingWhenClosedHalfWay();

        processes.add(70, 1, "vllm serve m --port " + port, Map.of());
        findsNothingWhenClosedHalfWay();
    }

    /** A port whose kind is asked for next by other pages, or a process that is checked. */
    private void findsNothingWhenClosedHalfWay() throws Exception {
        CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
        server.page("/metrics", asked::complete);
        EngineSearch search = search(config(processes.folder(), "10s"));
        try (LogLines log = new LogLines()) {
            Future<Finds> underWay = search.look(List.of(), DeviceProcesses.UNSAID);
            asked.get(60, TimeUnit.SECONDS);
            Await.await(search.close());

            assertEquals(Finds.NONE, Await.await(underWay));
            assertEquals(Finds.NONE, Await.await(search.look(List.of(), DeviceProcesses.UNSAID)));
            assertEquals(List.of(), log.lines());
        }
    }

    private void serveVllm() {
        server.page("/metrics", Pages.vllm(0, 0, 0, 0)).page("/v1/models", owned("vllm"));
    }

    private Finds look() {
        return look(List.of(), List.of());
    }

    private Finds look(List<String> devices, List<DeviceProcess> computing) {
        return look(config(processes.folder()), devices, computing);
    }

    private Finds look(
            DiscoveryConfig config, List<String> devices, List<DeviceProcess> computing) {
        EngineSearch search = search(config);
        Finds finds = Await.await(search.look(readings(devices), DeviceProcesses.all(computing)));
        Await.await(search.close());
        return finds;
    }

    private static List<DeviceReading> readings(List<String> devices) {
        return devices.stream().map(id -> new DeviceReading(id, "", Map.of())).toList();
    }

    private EngineSearch search(DiscoveryConfig config) {
        return new EngineSearch(
                services,
                "node-1",
                config,
                Configuration.parse("s: {connect-timeout: 10s, deadline: 10s}", Map.of())
                        .section("s", ScrapeConfig.class));
    }

    private DiscoveryConfig config(Path proc) {
        return config(proc, "10s");
    }

    private DiscoveryConfig config(Path proc, String deadline) {
        String settings = "discovery: {ports: [%d], proc: %s, deadline: %s, any-user: true}";
        return Configuration.parse(settings.formatted(port, proc, deadline), Map.of())
                .section("discovery", DiscoveryConfig.class);
    }

    private static Found onlyEngine(Finds finds) {
        assertEquals(1, finds.engines().size(), finds::toString);
        return finds.engines().getFirst();
    }

    private static DeviceProcess computing(String device, long pid) {
        return new DeviceProcess(device, pid, 0);
    }

    private static String owned(String owner) {
        return "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"owned_by\":\"%s\"}]}"
                .formatted(owner);
    }
}
