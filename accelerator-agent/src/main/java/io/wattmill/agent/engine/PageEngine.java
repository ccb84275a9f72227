// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import io.vertx.core.buffer.Buffer;
import io.wattmill.agent.enginepage.EnginePage;
import io.wattmill.agent.enginepage.MetricTable;
import io.wattmill.agent.exposition.Exposition;
import io.wattmill.agent.exposition.ExpositionParser;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.scrape.ScrapeTarget;
import io.wattmill.agent.scrape.Scraped;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** An engine with a metrics page. */
final class PageEngine implements EngineSource {

    private final EngineSources ground;
    private final String source;
    private final MetricTable table;
    private final ScrapeTarget page;
    private final ModelQuestion models;
    private final ExpositionParser parser;

    PageEngine(EngineSources ground, EngineConfig engine) {
        EngineKind kind = engine.kind();
        this.ground = ground;
        this.source = kind.wireName();
        this.table = MetricTable.of(kind);
        URI metrics = engine.metricsUrl().orElseGet(() -> at(engine, metricsPath(kind)));
        this.page = new ScrapeTarget(source, metrics, ground.metrics());
        this.models = models(ground, engine);
        this.parser = new ExpositionParser(ground.config().expositionLimits(), table.names());
    }

    @Override
    public CompletionStage<EngineScan> scan() {
        return ground.scrape().get(page, this::load).toCompletionStage();
    }

    @Override
    public CompletionStage<ModelScan> models() {
        return models.ask();
    }

    /** At {@code /metrics} trtllm-serve has something else: its iterations, as JSON. */
    private static String metricsPath(EngineKind kind) {
        return kind == EngineKind.TENSORRT_LLM ? "/prometheus/metrics" : "/metrics";
    }

    /** TGI tells its one model, and how long it may be, at a place of its own. */
    private static ModelQuestion models(EngineSources ground, EngineConfig engine) {
        String source = engine.kind().wireName() + "-models";
        return engine.kind() == EngineKind.TGI
                ? new ModelQuestion(ground, source, at(engine, "/info"), TgiInfo::parse)
                : new ModelQuestion(ground, source, at(engine, "/v1/models"), ModelList::parse);
    }

    private static URI at(EngineConfig engine, String path) {
        return URI.create(engine.url() + path);
    }

    private EngineScan load(Scraped scraped) {
        return switch (scraped) {
            case Scraped.Missed(SourceFailure failure) -> new EngineScan.Unreached(failure);
            case Scraped.Page(Buffer body, _, long atUs) ->
                    load(parser.parse(body.getBytes()), atUs);
        };
    }

    private EngineScan load(Exposition exposition, long atUs) {
        ground.metrics().skipped(source, exposition);
        return EnginePage.reading(table, exposition)
                .<EngineScan>map(reading -> new EngineScan.Reached(reading, atUs))
                .orElseGet(() -> new EngineScan.Unreached(noMetrics()));
    }

    private SourceFailure noMetrics() {
        ground.metrics().failed(source, FailureReason.MALFORMED);
        return new SourceFailure(
                FailureReason.MALFORMED, "no metric of " + source + " on " + page.url());
    }
}
