// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.Histogram;
import io.wattmill.agent.inference.Histogram.Bucket;
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

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What holds for every engine with a metrics page, shown with vLLM. */
class PageEngineTest {

    private static final ScrapeConfig CONFIG =
            Configuration.parse("s: {connect-timeout: 10s, deadline: 3s}", Map.of())
                    .section("s", ScrapeConfig.class);

    private final Vertx vertx = Vertx.vertx();
    private final ScrapeMetrics metrics = new ScrapeMetrics(new SimpleMeterRegistry(), "node-1");
    private final HttpScrape scrape =
            new HttpScrape(vertx, CONFIG, metrics, Clock.system(), Ticker.system());
    private final PageServer server = new PageServer(vertx);
    private final EngineSource engine =
            new EngineSources(scrape, CONFIG, metrics).of(vllm(server.url("")));

    private static EngineConfig vllm(URI url) {
        return new EngineConfig("e", url, EngineKind.VLLM, "", List.of(), 1, 256);
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void readsLoadTotalsAndCacheSize() {
        server.page("/metrics", Pages.vllm(7, 2, 5_000, 900));

        assertIsTheReading(reading());
    }

    private static void assertIsTheReading(EngineReading reading) {
        assertEquals(7, reading.running());
        assertEquals(2, reading.waiting());
        assertEquals(250_000, reading.kvUsedPpm());
        assertEquals(5_000, reading.promptTokens());
        assertEquals(125, reading.cachedTokens());
        assertEquals(900, reading.generatedTokens());
        assertEquals(3, reading.preemptions());
        assertEquals(16, reading.blockTokens());
        assertEquals(32_768, reading.kvTokens());
        assertEquals(new EngineCount(0, 0, true), reading.count());
        assertEquals(
                Set.of(Figure.FINISHED, Figure.STARTED_AT, Figure.NEXT_TOKEN), reading.absent());
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

        assertIsTheReading(reading());
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
    void addsUpTheLatenciesOfTheEnginesOfOneServer() {
        String one =
                """
                vllm:time_to_first_token_seconds_bucket{engine="0",le="0.1"} 3
                vllm:time_to_first_token_seconds_bucket{engine="0",le="+Inf"} 4
                """;
        server.page("/metrics", one + one.replace("engine=\"0\"", "engine=\"1\""));

        assertEquals(
                new Histogram(List.of(new Bucket(100_000, 6), new Bucket(Long.MAX_VALUE, 8))),
                reading().latencies().firstToken());
    }

    @Test
    void readsAMetricsPageOfItsOwnPlace() {
        server.page("/elsewhere", Pages.vllm(7, 2, 5_000, 900));
        EngineConfig config =
                new EngineConfig(
                        "e",
                        server.url(""),
                        EngineKind.VLLM,
                        "",
                        List.of(),
                        1,
                        256,
                        Optional.of(server.url("/elsewhere")));

        EngineSource elsewhere = new EngineSources(scrape, CONFIG, metrics).of(config);

        assertInstanceOf(EngineScan.Reached.class, await(elsewhere.scan()));
    }

    @Test
    void aPageThatIsTooLargeIsAnOutcome() {
        server.page("/metrics", "x".repeat(CONFIG.maxBodyBytes() + 1));

        EngineScan.Unreached scan =
                assertInstanceOf(EngineScan.Unreached.class, await(engine.scan()));

        assertEquals(FailureReason.TOO_LARGE, scan.failure().reason());
    }

    @Test
    void garbageIsAnOutcome() {
        for (String body :
                List.of("", "\0\1\2\u00ff", "vllm:num_requests_running{", "{".repeat(9_000))) {
            server.page("/metrics", body);

            assertInstanceOf(EngineScan.Unreached.class, await(engine.scan()), body);
        }
    }

    @Test
    void anEngineThatNeverAnswersIsAnOutcome() {
        server.page("/metrics", _ -> {});

        EngineScan.Unreached scan =
                assertInstanceOf(EngineScan.Unreached.class, await(engine.scan()));

        assertEquals(FailureReason.TIMEOUT, scan.failure().reason());
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
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
