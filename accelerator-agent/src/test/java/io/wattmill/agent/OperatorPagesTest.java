// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.contract.fleet.v1.DeviceState;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** What an agent shows, over the sockets that it reads. */
class OperatorPagesTest {

    private final Vertx vertx = Vertx.vertx();
    private final PageServer host = new PageServer(vertx);
    private final RouterEnd router = new RouterEnd(vertx);

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private AgentService agent(String node, String dcgmUrl, String more) {
        String yaml =
                """
                agent:
                  node-id: %s
                  devices: {dcgm-url: "%s"}
                  sampling: {device-period: 10ms, engine-period: 20ms, stale-after: 200ms}
                  page: {hostname: host-17, rate-period: 100ms}
                  link: {node-report-period: 50ms}
                  %s
                """
                        .formatted(node, dcgmUrl, more);
        AgentConfig config =
                Configuration.parse(yaml, Map.of()).section("agent", AgentConfig.class);
        return new AgentService(ServiceContext.of(vertx), config, router, new BillingEnd(vertx));
    }

    private static String metrics(AgentService agent) {
        return Await.await(agent.metricsPage());
    }

    @Test
    void itsMetricsAreReadByAnotherAgentAsThoseOfADcgmExporter() {
        host.page("/dcgm", Pages.dcgm(5_000_000, "143.5"));
        AgentService first = agent("first", host.url("/dcgm").toString(), "zone: a");
        Await.await(first.start());
        host.page(
                "/metrics",
                request -> first.metricsPage().onSuccess(page -> request.response().end(page)));
        AgentService second = agent("second", host.url("/metrics").toString(), "zone: b");
        Await.await(second.start());

        NodeReport report = router.report(r -> r.getDevicesCount() == 1);
        DeviceState device = report.getDevices(0);
        assertEquals("GPU-a", device.getDeviceId());
        assertEquals(143_500, device.getPowerMw());
        assertEquals(700_000, device.getPowerCapMw());
        assertEquals(5_000_000_000L, device.getEnergyUj());
        assertEquals(370_000, device.getUtilizationPpm());
        assertEquals(4, device.getThrottleReasons());
    }

    @Test
    void showsThePaceOfAnEngineAndForgetsItWhenTheEngineIsGone() {
        AtomicLong seen = new AtomicLong();
        host.page(
                "/dcgm",
                request -> {
                    long ms = seen.addAndGet(10);
                    request.response().end(Pages.dcgm(5_000_000 + 300 * ms, "300"));
                });
        host.page(
                "/metrics", request -> request.response().end(Pages.vllm(7, 2, 5_000, seen.get())));
        host.page("/v1/models", Pages.models("llama-3.1-8b"));
        AgentService agent =
                agent(
                        "gpu-17",
                        host.url("/dcgm").toString(),
                        "engines: [{id: e, url: \"" + host.url("") + "\"}]");
        Await.await(agent.start());

        Await.until(
                () -> metrics(agent).contains("wattmill_agent_engine_tokens_per_joule{"),
                "tokens per joule");
        Await.until(
                () -> Await.await(agent.nodePage()).contains("\"models\":[\"llama-3.1-8b\"]"),
                "its models");
        host.close();
        Await.until(
                () -> metrics(agent).contains("wattmill_agent_devices_readable{node=\"gpu-17\"} 0"),
                "the trouble");
        Await.until(
                () -> !metrics(agent).contains("wattmill_agent_engine_tokens_per_second{"),
                "no pace of an engine that is gone");
        assertFalse(metrics(agent).contains("DCGM_FI_DEV"));
    }

    @Test
    void hasNoPageBeforeItStarts() {
        AgentService agent = agent("gpu-17", host.url("/dcgm").toString(), "zone: a");

        ExecutionException refusal =
                assertThrows(
                        ExecutionException.class,
                        () -> agent.nodePage().toCompletionStage().toCompletableFuture().get());
        assertTrue(String.valueOf(refusal.getMessage()).contains("the agent has not started"));
    }
}
