// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.vllm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

class VllmEngineTest {

    private static final ScrapeConfig CONFIG = Configuration.defaults(ScrapeConfig.class);

    private final Vertx vertx = Vertx.vertx();
    private final ScrapeMetrics metrics = new ScrapeMetrics(new SimpleMeterRegistry(), "node-1");
    private final HttpScrape scrape =
            new HttpScrape(vertx, CONFIG, metrics, Clock.system(), Ticker.system());
    private final PageServer server = new PageServer(vertx);
    private final VllmEngine engine = new VllmEngine(scrape, server.url(""), CONFIG, metrics);

    private static final EngineReading READING =
            new EngineReading(
                    7, 2, 250_000, 5_000, 125, 900, 3, 16, 32_768, new EngineCount(0, 0, true));

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void readsLoadTotalsAndCacheSize() {
        server.page("/metrics", Pages.vllm(7, 2, 5_000, 900));

        assertEquals(READING, reading());
    }

    @Test
    void readsTheNamesOfOlderVersions() {
        server.page(
                "/metrics",
                Pages.vllm(7, 2, 5_000, 900)
                        .replace("kv_cache_usage_perc", "gpu_cache_usage_perc")
                        .replace("prefix_cache_hits_total", "gpu_prefix_cache_hits")
                        .replace("prompt_tokens_total", "prompt_tokens")
                        .replace("num_preemptions_total", "num_preemptions"));

        assertEquals(READING, reading());
    }

    @Test
    void readsWhenTheProcessBeganAndWhatItFinished() {
        server.page(
                "/metrics",
                Pages.vllm(7, 2, 5_000, 900)
                        + """
                        vllm:request_success_total{finished_reason="stop"} 5
                        vllm:request_success_total{finished_reason="abort"} 2
                        process_start_time_seconds 1763777777.25
                        """);

        assertEquals(new EngineCount(1_763_777_777_250L, 7, true), reading().count());
    }

    @Test
    void doesNotCountTwiceWhenAVersionWritesBothNames() {
        server.page(
                "/metrics",
                Pages.vllm(7, 2, 5_000, 900) + "vllm:generation_tokens{engine=\"0\"} 900\n");

        assertEquals(900, reading().generatedTokens());
    }

    @Test
    void addsUpTheEnginesOfOneServer() {
        String one = Pages.vllm(7, 2, 5_000, 900);
        server.page("/metrics", one + one.replace("engine=\"0\"", "engine=\"1\""));

        EngineReading both = reading();

        assertEquals(14, both.running());
        assertEquals(250_000, both.kvUsedPpm());
        assertEquals(65_536, both.kvTokens());
    }

    @Test
    void aPageOfSomethingElseIsNoEngine() {
        server.page("/metrics", "up 1\n");

        EngineScan.Unreached scan =
                assertInstanceOf(EngineScan.Unreached.class, await(engine.scan()));

        assertEquals(FailureReason.MALFORMED, scan.failure().reason());
    }

    @Test
    void listsModelsWithTheirAdapters() {
        server.page(
                "/v1/models",
                """
                {"data":[{"id":"base","max_model_len":8192,"parent":null},
                         {"id":"legal","parent":"base"},{"id":"medical","parent":"base"}]}
                """);

        ModelScan.Listed listed = assertInstanceOf(ModelScan.Listed.class, await(engine.models()));

        assertEquals(
                List.of(new ServedModelReading("base", 8_192, List.of("legal", "medical"))),
                listed.models());
    }

    @Test
    void aModelListThatIsNoneIsAnOutcome() {
        for (String body : List.of("", "nonsense", "[]", "{\"data\":7}", "[".repeat(5_000))) {
            server.page("/v1/models", body);

            assertInstanceOf(ModelScan.Unlisted.class, await(engine.models()));
        }
    }

    private EngineReading reading() {
        return assertInstanceOf(EngineScan.Reached.class, await(engine.scan())).reading();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
