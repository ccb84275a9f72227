// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import io.vertx.core.buffer.Buffer;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.LatencyTotals;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.scrape.ScrapeTarget;
import io.wattmill.agent.scrape.Scraped;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Ollama: that it answers is all it says of itself. It serves every model that was pulled, and
 * tells the context length of those that are loaded.
 */
final class OllamaEngine implements EngineSource {

    private static final String SOURCE = "ollama";

    /** It counts nothing: no sequences, no tokens, no latencies. */
    private static final EngineReading SILENT =
            new EngineReading(
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    new EngineCount(0, 0, false),
                    LatencyTotals.NONE,
                    EnumSet.allOf(Figure.class));

    private final EngineSources ground;
    private final ScrapeTarget loaded;
    private final ModelQuestion models;
    private Map<String, Long> contexts = Map.of();

    OllamaEngine(EngineSources ground, URI base) {
        this.ground = ground;
        this.loaded = new ScrapeTarget(SOURCE, URI.create(base + "/api/ps"), ground.metrics());
        this.models =
                new ModelQuestion(
                        ground,
                        SOURCE + "-models",
                        URI.create(base + "/api/tags"),
                        (body, most) -> OllamaModels.parse(body, most, contexts));
    }

    @Override
    public CompletionStage<EngineScan> scan() {
        return ground.scrape().get(loaded, this::answered).toCompletionStage();
    }

    @Override
    public CompletionStage<ModelScan> models() {
        return models.ask();
    }

    private EngineScan answered(Scraped scraped) {
        return switch (scraped) {
            case Scraped.Missed(SourceFailure failure) -> new EngineScan.Unreached(failure);
            case Scraped.Page(Buffer body, _, long atUs) -> {
                Optional<Map<String, Long>> told =
                        OllamaModels.contexts(body.getBytes(), ground.config().maxModels());
                told.ifPresent(lengths -> contexts = lengths);
                yield told.isPresent()
                        ? new EngineScan.Reached(SILENT, atUs)
                        : new EngineScan.Unreached(notOllama());
            }
        };
    }

    private SourceFailure notOllama() {
        ground.metrics().failed(SOURCE, FailureReason.MALFORMED);
        return new SourceFailure(FailureReason.MALFORMED, "no Ollama at " + loaded.url());
    }
}
