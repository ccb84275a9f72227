// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/**
 * An agent over real pages: an engine that takes 100 W and 50 mJ a token, at a rate that goes up
 * and down.
 */
class LearnedJoulesTest {

    private static final String FAST =
            """
            agent:
              node-id: node-1
              devices: {dcgm-url: "%1$s/dcgm/metrics"}
              engines:
                - {id: engine-1, url: "%1$s", gpu-type: h100-sxm}
              sampling: {device-period: 20ms, engine-period: 40ms}
              scrape: {deadline: 5s}
              link: {node-report-period: 50ms, meter-report-period: 100ms}
              estimator: {window: 200ms, min-windows: 5, max-error-ppm: 500000}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final PageServer host = new PageServer(vertx);
    private final RouterEnd router = new RouterEnd(vertx);
    private final BillingEnd billing = new BillingEnd(vertx);
    private final long began = System.nanoTime();

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void tellsRouterAndBillingWhatItHasLearned() {
        host.page("/v1/models", Pages.models("llama-3.1-8b"));
        work();
        vertx.setPeriodic(5, _ -> work());
        AgentConfig config =
                Configuration.parse(FAST.formatted(host.url("")), Map.of())
                        .section("agent", AgentConfig.class);
        AgentService agent = new AgentService(services, config, router, billing);
        Await.await(agent.start());

        EngineState state = router.report(r -> r.getEngines(0).getFit().getTold()).getEngines(0);
        EnergyCoefficients told = state.getCoefficients();
        assertEquals("fitted", told.getMethod());
        assertTrue(told.getRelativeErrorPpm() > 0 && told.getRelativeErrorPpm() <= 500_000);
        assertTrue(told.getDecodeUjPerToken() > 0 && told.getVersion() >= 5);
        assertTrue(state.getFit().getOutputTokensPerMegajoule() > 1_000_000);
        Await.until(
                () -> billing.reports().getLast().getEngines(0).getCoefficients().getVersion() >= 5,
                "learned coefficients in a meter report");
        Await.await(agent.stop());
    }

    private void work() {
        double seconds = (System.nanoTime() - began) / 1e9;
        double tokens = 2_000 * seconds + 500 * (1 - Math.cos(2 * seconds));
        long energyMj = Math.round(1e3 * (100 * seconds + 0.05 * tokens));
        double watts = 100 + 0.05 * (2_000 + 1_000 * Math.sin(2 * seconds));
        host.page("/dcgm/metrics", Pages.dcgm(5_000_000 + energyMj, Double.toString(watts)));
        host.page("/metrics", Pages.vllm(16, 0, 5_000, 1_000 + Math.round(tokens)));
    }
}
