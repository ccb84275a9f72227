// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.ProcessList;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeReport;
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

/** An agent that was told of no engine. */
class FindsEnginesTest {

    private static final String CONFIG =
            """
            agent:
              node-id: node-1
              devices: {dcgm-url: "%1$s/dcgm/metrics"}
              discovery: {ports: [%2$d], period: 100ms, forget-after: 2s, deadline: 10s, %3$s}
              scrape: {connect-timeout: 5s, deadline: 5s}
              sampling: {device-period: 10ms, engine-period: 20ms}
              link: {node-report-period: 50ms}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final PageServer host = new PageServer(vertx);
    private final RouterEnd router = new RouterEnd(vertx);

    private AgentService start(String mode) {
        return startWith("processes: false, mode: " + mode);
    }

    /** On a host whose processes and sockets are listed in a folder. */
    private AgentService start(ProcessList listed) {
        return startWith("proc: " + listed.folder());
    }

    private AgentService startWith(String discovery) {
        host.page("/dcgm/metrics", Pages.dcgm(5_000_000, "143.5"));
        int port = host.url("").getPort();
        AgentConfig config =
                Configuration.parse(CONFIG.formatted(host.url(""), port, discovery), Map.of())
                        .section("agent", AgentConfig.class);
        AgentService agent =
                new AgentService(ServiceContext.of(vertx), config, router, new BillingEnd(vertx));
        Await.await(agent.start());
        return agent;
    }

    private void serve() {
        host.page("/metrics", Pages.vllm(7, 2, 5_000, 900));
        host.page("/v1/models", Pages.models("llama-3.1-8b"));
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void servesTheOneItFindsAtItsStart() {
        serve();
        AgentService agent = start("auto");

        NodeHello hello = router.hello(FindsEnginesTest::isWhole);
        EngineInfo engine = hello.getEngines(0);
        assertEquals("node-1/vllm-" + host.url("").getPort(), engine.getEngineId());
        assertEquals("llama-3.1-8b", engine.getModels(0).getModel());
        assertEquals(List.of("GPU-a"), engine.getDeviceIdsList());
        assertEquals("h100-sxm", hello.getDevices(0).getGpuType(), "by its driver's name");
        assertEquals("it needs as many as this node has", engine.getDevicesKnownBy());
        assertEquals(List.of("finished", "next-token", "started-at"), engine.getAbsentList());
        router.report(FindsEnginesTest::isReachable);
        Await.await(agent.stop());
    }

    private static boolean isWhole(NodeHello hello) {
        return hello.getDevicesCount() == 1
                && hello.getEnginesCount() == 1
                && hello.getEngines(0).getModelsCount() == 1
                && hello.getEngines(0).getDeviceIdsCount() == 1
                && hello.getEngines(0).getAbsentCount() > 0;
    }

    private static boolean isReachable(NodeReport report) {
        return report.getEnginesCount() == 1 && report.getEngines(0).getReachable();
    }

    @Test
    void servesOneThatIsStartedLater() {
        AgentService agent = start("always");
        assertEquals(0, router.hello(_ -> true).getEnginesCount());

        serve();
        router.hello(h -> h.getEnginesCount() == 1 && h.getEngines(0).getModelsCount() == 1);
        Await.await(agent.stop());
    }

    @Test
    void forgetsOneThatHasBeenSilentForLong() {
        serve();
        AgentService agent = start("auto");
        router.hello(h -> h.getEnginesCount() == 1);

        host.page("/metrics", request -> request.response().setStatusCode(503).end());
        host.page("/v1/models", request -> request.response().setStatusCode(503).end());
        router.report(r -> r.getEnginesCount() == 1 && !r.getEngines(0).getReachable());
        router.hello(h -> h.getEnginesCount() == 0);
        Await.await(agent.stop());
    }

    @Test
    void servesAPortNoMoreThatIsAnotherUsers(@TempDir Path proc) throws IOException {
        serve();
        ProcessList listed = new ProcessList(proc);
        listed.listener(host.url("").getPort(), 0);
        AgentService agent = start(listed);
        router.hello(h -> h.getEnginesCount() == 1);

        listed.listener(host.url("").getPort(), 1234);
        router.hello(h -> h.getEnginesCount() == 0);
        Await.await(agent.stop());
    }

    @Test
    void tellsAnewWhatAnEngineIsThatWasStartedOtherwise(@TempDir Path proc) throws IOException {
        serve();
        int port = host.url("").getPort();
        String command = "vllm serve m --port %d --max-num-seqs ".formatted(port);
        ProcessList listed = new ProcessList(proc);
        listed.listener(port, 0);
        listed.add(70, 1, command + "64", Map.of());
        AgentService agent = start(listed);
        router.hello(h -> h.getEnginesCount() == 1 && h.getEngines(0).getMaxRunning() == 64);

        listed.add(70, 1, command + "32 -tp 2", Map.of());
        EngineInfo anew =
                router.hello(h -> h.getEnginesCount() == 1 && h.getEngines(0).getMaxRunning() == 32)
                        .getEngines(0);
        assertEquals(2, anew.getTensorParallel());
        Await.await(agent.stop());
    }

    @Test
    void tellsTheRouterHowLongCallersWait() {
        serve();
        firstTokens(0);
        AgentService agent = start("auto");
        EngineState idle = router.report(FindsEnginesTest::isReachable).getEngines(0);
        assertFalse(idle.hasTtftP50Us(), "nobody was served");

        firstTokens(10);
        EngineState busy =
                router.report(r -> r.getEnginesCount() == 1 && r.getEngines(0).hasTtftP50Us())
                        .getEngines(0);
        assertEquals(50_000, busy.getTtftP50Us());
        assertEquals(99_000, busy.getTtftP99Us());
        assertFalse(busy.hasTpotP50Us(), "it does not tell");
        Await.await(agent.stop());
    }

    /** So many requests had their first token within 0.1 s. */
    private void firstTokens(int requests) {
        String bucket = "vllm:time_to_first_token_seconds_bucket{le=\"%s\"} %d\n";
        host.page(
                "/metrics",
                Pages.vllm(7, 2, 5_000, 900).replaceAll("(?m)^vllm:time_to_first.*\n", "")
                        + bucket.formatted("0.1", requests)
                        + bucket.formatted("+Inf", requests));
    }

    @Test
    void looksForNoneWhenItMayNot() {
        serve();
        AgentService agent = start("never");

        assertTrue(router.report(r -> r.getSequence() >= 3).getEnginesList().isEmpty());
        assertEquals(0, router.hello(_ -> true).getEnginesCount());
        Await.await(agent.stop());
    }
}
