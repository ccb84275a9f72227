// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.vllm.VllmEngine;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class EngineSamplerTest {
    private static final ScrapeConfig SCRAPE = Configuration.defaults(ScrapeConfig.class);
    private static final SamplingConfig SAMPLING = Configuration.defaults(SamplingConfig.class);

    private final Vertx vertx = Vertx.vertx();
    private final FakeTicker ticker = new FakeTicker();
    private final PageServer server = new PageServer(vertx);
    private final EngineConfig config =
            new EngineConfig(
                    "engine-1", server.url(""), EngineKind.VLLM, "h100-sxm", List.of(), 1, 64);
    private final NodeBoard board =
            new NodeBoard(
                    new NodeIdentity("node-1", "boot", "1", "", "", Map.of()),
                    "dcgm-counter",
                    List.of(EngineStatus.unknown(config)));
    private final EngineSampler sampler = sampler();

    private EngineSampler sampler() {
        var metrics = new ScrapeMetrics(new SimpleMeterRegistry(), "node-1");
        var scrape = new HttpScrape(vertx, SCRAPE, metrics, Clock.system(), Ticker.system());
        return new EngineSampler(
                vertx.getOrCreateContext(),
                ticker,
                new VllmEngine(scrape, server.url(""), SCRAPE, metrics),
                board,
                SAMPLING,
                EngineStatus.unknown(config));
    }

    @BeforeEach
    void serve() {
        server.page("/metrics", Pages.vllm(7, 2, 5_000, 900));
        server.page("/v1/models", Pages.models("llama-3.1-8b"));
        Await.until(this::reachableAfterALook, "the engine in use");
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void keepsAnEngineInUseThatAnswersLate() {
        answerLate();
        ticker.advance(SAMPLING.enginePatience().minusMillis(1));
        assertTrue(reachableAfterALook());
    }

    @Test
    void givesUpAnEngineThatIsLateForTooLong() {
        answerLate();
        ticker.advance(SAMPLING.enginePatience());
        assertFalse(reachableAfterALook());
    }

    @Test
    void givesUpAtOnceAnEngineThatCannotBeReached() {
        server.close();
        assertFalse(reachableAfterALook());
    }

    private void answerLate() {
        server.page("/metrics", _ -> {});
    }

    private boolean reachableAfterALook() {
        Await.await(sampler.look());
        return board.picture().engines().getFirst().reachable();
    }
}
