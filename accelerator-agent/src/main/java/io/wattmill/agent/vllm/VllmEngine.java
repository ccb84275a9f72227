// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.vllm;

import io.vertx.core.buffer.Buffer;
import io.wattmill.agent.exposition.Exposition;
import io.wattmill.agent.exposition.ExpositionParser;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.scrape.ScrapeTarget;
import io.wattmill.agent.scrape.Scraped;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** A vLLM server at a base URL. */
public final class VllmEngine implements EngineSource {

    private static final String SOURCE = "vllm";
    private static final String MODELS_SOURCE = "vllm-models";

    private final HttpScrape scrape;
    private final ScrapeTarget metricsPage;
    private final ScrapeTarget modelList;
    private final ScrapeConfig config;
    private final ScrapeMetrics metrics;
    private final ExpositionParser parser;

    /** Reads the server at {@code base}, a URL without a closing slash. */
    public VllmEngine(HttpScrape scrape, URI base, ScrapeConfig config, ScrapeMetrics metrics) {
        this.scrape = scrape;
        this.metricsPage = new ScrapeTarget(SOURCE, URI.create(base + "/metrics"), metrics);
        this.modelList = new ScrapeTarget(MODELS_SOURCE, URI.create(base + "/v1/models"), metrics);
        this.config = config;
        this.metrics = metrics;
        this.parser = new ExpositionParser(config.expositionLimits(), VllmMetric.NAMES);
    }

    @Override
    public CompletionStage<EngineScan> scan() {
        return scrape.get(metricsPage).map(this::load).toCompletionStage();
    }

    @Override
    public CompletionStage<ModelScan> models() {
        return scrape.get(modelList).map(this::listed).toCompletionStage();
    }

    private EngineScan load(Scraped scraped) {
        return switch (scraped) {
            case Scraped.Missed(SourceFailure failure) -> new EngineScan.Unreached(failure);
            case Scraped.Page(Buffer body, _, long atUs) ->
                    load(parser.parse(body.getBytes()), atUs);
        };
    }

    private EngineScan load(Exposition page, long atUs) {
        metrics.skipped(SOURCE, page);
        return VllmPage.reading(page)
                .<EngineScan>map(reading -> new EngineScan.Reached(reading, atUs))
                .orElseGet(() -> new EngineScan.Unreached(noMetrics()));
    }

    private SourceFailure noMetrics() {
        metrics.failed(SOURCE, FailureReason.MALFORMED);
        return new SourceFailure(
                FailureReason.MALFORMED, "no vllm:num_requests_running on " + metricsPage.url());
    }

    private ModelScan listed(Scraped scraped) {
        return switch (scraped) {
            case Scraped.Missed(SourceFailure failure) -> new ModelScan.Unlisted(failure);
            case Scraped.Page(Buffer body, _, _) ->
                    ModelList.parse(body.getBytes(), config.maxModels())
                            .<ModelScan>map(ModelScan.Listed::new)
                            .orElseGet(() -> new ModelScan.Unlisted(noList()));
        };
    }

    private SourceFailure noList() {
        metrics.failed(MODELS_SOURCE, FailureReason.MALFORMED);
        return new SourceFailure(FailureReason.MALFORMED, "no model list at " + modelList.url());
    }
}
