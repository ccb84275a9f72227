// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.agent.engine.EngineSources;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineLatency;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

class EngineSamplerTest {
    private static final ScrapeConfig SCRAPE =
            Configuration.parse("s: {connect-timeout: 10s, deadline: 3s}", Map.of())
                    .section("s", ScrapeConfig.class);
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
                new EngineSources(scrape, SCRAPE, metrics).of(config),
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

    @Test
    void asksARestartedEngineForItsModelsAgain() {
        server.page("/v1/models", Pages.models("llama-3.1-70b"));
        reachableAfterALook();
        assertEquals("llama-3.1-8b", model());

        server.page("/metrics", Pages.vllm(1, 0, 12, 3));
        reachableAfterALook();
        assertEquals("llama-3.1-70b", model());
    }

    @Test
    void asksAgainWhenTheProcessBeganAtAnotherTime() {
        server.page("/metrics", Pages.vllm(7, 2, 5_000, 900) + "process_start_time_seconds 1e9\n");
        reachableAfterALook();
        server.page("/v1/models", Pages.models("llama-3.1-70b"));

        server.page("/metrics", Pages.vllm(7, 2, 5_000, 900) + "process_start_time_seconds 2e9\n");
        reachableAfterALook();
        assertEquals("llama-3.1-70b", model());
    }

    @Test
    void tellsHowLongCallersWaitedLately() {
        firstTokens(0, 0);
        firstTokens(90, 100);

        assertEquals(OptionalLong.of(55_556), status().latency().ttftP50Us());
        assertEquals(OptionalLong.of(100_000), status().latency().ttftP99Us());
        assertEquals(OptionalLong.empty(), status().latency().tpotP50Us());

        server.close();
        reachableAfterALook();
        assertEquals(EngineLatency.UNKNOWN, status().latency());
    }

    /** So many requests so far had their first token within 0.1 s, and so many at all. */
    private void firstTokens(int soon, int all) {
        String bucket = "vllm:time_to_first_token_seconds_bucket{le=\"%s\"} %d\n";
        server.page(
                "/metrics",
                Pages.vllm(7, 2, 5_000, 900).replaceAll("(?m)^vllm:time_to_first.*\n", "")
                        + bucket.formatted("0.1", soon)
                        + bucket.formatted("+Inf", all));
        reachableAfterALook();
        ticker.advance(Duration.ofSeconds(1));
    }

    @Test
    void movesToTheDevicesThatItIsFoundOn() {
        DeviceClaim found = new DeviceClaim.These(List.of("GPU-b"), "the driver's processes");

        sampler.claim(found);
        assertEquals(found, status().devices());
        reachableAfterALook();
        assertEquals(found, status().devices());
    }

    private String model() {
        return status().models().getFirst().model();
    }

    private EngineStatus status() {
        return board.picture().engines().getFirst();
    }

    private void answerLate() {
        server.page("/metrics", _ -> {});
    }

    private boolean reachableAfterALook() {
        Await.await(sampler.look());
        return board.picture().engines().getFirst().reachable();
    }
}
