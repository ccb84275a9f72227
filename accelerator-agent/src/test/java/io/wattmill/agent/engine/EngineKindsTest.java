// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.testing.EnginePages;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Each kind as it tells about itself, and what it leaves out. */
class EngineKindsTest {

    private static final ScrapeConfig CONFIG =
            Configuration.parse("s: {connect-timeout: 10s, deadline: 10s}", Map.of())
                    .section("s", ScrapeConfig.class);

    private final Vertx vertx = Vertx.vertx();
    private final ScrapeMetrics metrics = new ScrapeMetrics(new SimpleMeterRegistry(), "node-1");
    private final HttpScrape scrape =
            new HttpScrape(vertx, CONFIG, metrics, Clock.system(), Ticker.system());
    private final PageServer server = new PageServer(vertx);

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void readsSglang() {
        server.page("/metrics", EnginePages.SGLANG);
        EngineReading reading = reading(EngineKind.SGLANG);

        assertEquals(3, reading.running());
        assertEquals(1, reading.waiting());
        assertEquals(280_000, reading.kvUsedPpm());
        assertEquals(8_128, reading.promptTokens());
        assertEquals(700, reading.cachedTokens());
        assertEquals(7_557, reading.generatedTokens());
        assertEquals(2, reading.preemptions());
        assertEquals(64, reading.blockTokens());
        assertEquals(452_000, reading.kvTokens());
        assertEquals(40, reading.count().finishedRequests());
        assertTrue(reading.count().counts());
        assertEquals(11, reading.latencies().firstToken().count());
        assertEquals(400, reading.latencies().nextToken().count());
        assertEquals(Set.of(Figure.KV_BLOCKS, Figure.STARTED_AT), reading.absent());
    }

    @Test
    void countsAGroupOfRanksOnce() {
        String ofRank = EnginePages.SGLANG.replace("\"} ", "\",tp_rank=\"0\",pp_rank=\"0\"} ");
        server.page("/metrics", ofRank + ofRank.replace("tp_rank=\"0\"", "tp_rank=\"1\""));

        assertEquals(3, reading(EngineKind.SGLANG).running());
        assertEquals(452_000, reading(EngineKind.SGLANG).kvTokens());
    }

    @Test
    void readsTheNamesOfSglangWithUnderscores() {
        server.page("/metrics", EnginePages.SGLANG.replace("sglang:", "sglang_"));

        assertEquals(3, reading(EngineKind.SGLANG).running());
        assertEquals(7_557, reading(EngineKind.SGLANG).generatedTokens());
    }

    @Test
    void readsTensorRtLlm() {
        server.page("/prometheus/metrics", EnginePages.TENSORRT_LLM);
        EngineReading reading = reading(EngineKind.TENSORRT_LLM);

        assertEquals(12, reading.running());
        assertEquals(4, reading.waiting());
        assertEquals(610_000, reading.kvUsedPpm());
        assertEquals(52_000, reading.promptTokens());
        assertEquals(9_000, reading.cachedTokens());
        assertEquals(6_100, reading.generatedTokens());
        assertEquals(32, reading.blockTokens());
        assertEquals(32 * 5_000, reading.kvTokens());
        assertEquals(77, reading.count().finishedRequests());
        assertEquals(Set.of(Figure.PREEMPTIONS, Figure.STARTED_AT), reading.absent());
    }

    @Test
    void saysWhatAnOlderTensorRtLlmDoesNotTell() {
        server.page("/prometheus/metrics", "trtllm_kv_cache_utilization{model_name=\"m\"} 0.5\n");
        EngineReading reading = reading(EngineKind.TENSORRT_LLM);

        assertEquals(500_000, reading.kvUsedPpm());
        assertEquals(EnumSet.complementOf(EnumSet.of(Figure.KV_USED)), reading.absent());
        assertFalse(reading.count().counts());
    }

    @Test
    void readsTriton() {
        server.page("/metrics", EnginePages.TRITON);
        EngineReading reading = reading(EngineKind.TRITON);

        assertEquals(5, reading.running());
        assertEquals(7, reading.waiting());
        assertEquals(487_500, reading.kvUsedPpm());
        assertEquals(64, reading.blockTokens());
        assertEquals(64 * 6_239, reading.kvTokens());
        assertEquals(1_000, reading.count().finishedRequests());
        assertFalse(reading.count().counts());
        assertFalse(reading.tells(Figure.PROMPT_TOKENS));
        assertFalse(reading.tells(Figure.FIRST_TOKEN));
    }

    @Test
    void readsLlamaCpp() {
        server.page("/metrics", EnginePages.LLAMA_CPP);
        EngineReading reading = reading(EngineKind.LLAMA_CPP);

        assertEquals(2, reading.running());
        assertEquals(1, reading.waiting());
        assertEquals(33_065, reading.promptTokens());
        assertEquals(7_801, reading.generatedTokens());
        assertFalse(reading.tells(Figure.KV_USED));
        assertFalse(reading.count().counts(), "its prompt tokens leave out those of its cache");
    }

    @Test
    void readsTgi() {
        server.page("/metrics", EnginePages.TGI);
        EngineReading reading = reading(EngineKind.TGI);

        assertEquals(6, reading.running());
        assertEquals(2, reading.waiting());
        assertEquals(4_096, reading.promptTokens());
        assertEquals(512, reading.generatedTokens());
        assertEquals(9, reading.count().finishedRequests());
        assertTrue(reading.count().counts());
        assertEquals(9, reading.latencies().nextToken().count());
        assertFalse(reading.tells(Figure.CACHED_TOKENS), "skipped tokens are speculated ones");
    }

    @Test
    void readsTgisOneModelAndItsLength() {
        server.page("/info", EnginePages.TGI_INFO);

        assertEquals(
                List.of(
                        new ServedModelReading(
                                "meta-llama/Llama-3.1-8B-Instruct", 4_096, List.of())),
                models(EngineKind.TGI));
    }

    @Test
    void readsTheContextThatLlamaCppGivesASlot() {
        server.page("/v1/models", EnginePages.LLAMA_CPP_MODELS);

        assertEquals(
                List.of(new ServedModelReading("qwen.gguf", 8_192, List.of())),
                models(EngineKind.LLAMA_CPP));
    }

    @Test
    void ollamaTellsItsModelsAndNothingElse() {
        server.page("/api/ps", EnginePages.OLLAMA_PS).page("/api/tags", EnginePages.OLLAMA_TAGS);
        EngineSource ollama = engine(EngineKind.OLLAMA);
        EngineReading reading =
                assertInstanceOf(EngineScan.Reached.class, await(ollama.scan())).reading();

        assertEquals(EnumSet.allOf(Figure.class), reading.absent());
        assertFalse(reading.count().counts());
        assertEquals(
                List.of(
                        new ServedModelReading("gemma3:4b", 8_192, List.of()),
                        new ServedModelReading("llama3.2:latest", 0, List.of())),
                assertInstanceOf(ModelScan.Listed.class, await(ollama.models())).models());
    }

    @Test
    void anythingElseIsNotOllama() {
        for (String body : List.of("", "[]", "{}", "{\"models\":7}", "Ollama is running")) {
            server.page("/api/ps", body).page("/api/tags", body);

            assertInstanceOf(EngineScan.Unreached.class, await(engine(EngineKind.OLLAMA).scan()));
            assertInstanceOf(ModelScan.Unlisted.class, await(engine(EngineKind.OLLAMA).models()));
        }
    }

    @Test
    void noKindTakesThePageOfAnother() {
        server.page("/metrics", EnginePages.SGLANG).page("/prometheus/metrics", EnginePages.TGI);
        Set<EngineKind> others = EnumSet.complementOf(EnumSet.of(EngineKind.SGLANG));

        for (EngineKind other : others) {
            assertInstanceOf(EngineScan.Unreached.class, await(engine(other).scan()), other.name());
        }
    }

    private EngineReading reading(EngineKind kind) {
        return assertInstanceOf(EngineScan.Reached.class, await(engine(kind).scan())).reading();
    }

    private List<ServedModelReading> models(EngineKind kind) {
        return assertInstanceOf(ModelScan.Listed.class, await(engine(kind).models())).models();
    }

    private EngineSource engine(EngineKind kind) {
        return new EngineSources(scrape, CONFIG, metrics)
                .of(new EngineConfig("e", server.url(""), kind, "", List.of(), 1, 256));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
