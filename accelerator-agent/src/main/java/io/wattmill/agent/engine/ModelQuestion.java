// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import io.vertx.core.buffer.Buffer;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.scrape.ScrapeTarget;
import io.wattmill.agent.scrape.Scraped;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks an engine for its models, where and as its kind tells them. */
final class ModelQuestion {

    /** Reads a body; empty when it is not what the kind answers. */
    interface Parser {
        Optional<List<ServedModelReading>> models(byte[] body, int maxModels);
    }

    private final EngineSources ground;
    private final String source;
    private final ScrapeTarget target;
    private final Parser parser;

    /**
     * @param source what failures are counted under, for example {@code vllm-models}
     */
    ModelQuestion(EngineSources ground, String source, URI url, Parser parser) {
        this.ground = ground;
        this.source = source;
        this.target = new ScrapeTarget(source, url, ground.metrics());
        this.parser = parser;
    }

    CompletionStage<ModelScan> ask() {
        return ground.scrape().get(target, this::scan).toCompletionStage();
    }

    private ModelScan scan(Scraped scraped) {
        return switch (scraped) {
            case Scraped.Missed(SourceFailure failure) -> new ModelScan.Unlisted(failure);
            case Scraped.Page(Buffer body, _, _) ->
                    parser.models(body.getBytes(), ground.config().maxModels())
                            .<ModelScan>map(ModelScan.Listed::new)
                            .orElseGet(() -> new ModelScan.Unlisted(noList()));
        };
    }

    private SourceFailure noList() {
        ground.metrics().failed(source, FailureReason.MALFORMED);
        return new SourceFailure(FailureReason.MALFORMED, "no model list at " + target.url());
    }
}
