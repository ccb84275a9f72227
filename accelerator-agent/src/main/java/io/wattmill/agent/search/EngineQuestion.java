// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.engine.EngineSources;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.scrape.ScrapeTarget;
import io.wattmill.agent.scrape.Scraped;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Asks an engine that was found what it is: one GET after the other. */
final class EngineQuestion {

    private final Vertx vertx;
    private final EngineSources engines;

    EngineQuestion(Vertx vertx, EngineSources engines) {
        this.vertx = vertx;
        this.engines = engines;
    }

    /** What it says; what it does not say is part of that. */
    Future<EngineProfile> ask(Found found) {
        EngineSource source = engines.of(found.engine());
        return version(found.engine()).compose(version -> ask(found, version, source));
    }

    private Future<EngineProfile> ask(Found found, String version, EngineSource source) {
        return here(source.models())
                .compose(
                        models ->
                                here(source.scan())
                                        .map(it -> new EngineProfile(found, version, models, it)));
    }

    private Future<String> version(EngineConfig engine) {
        return EngineVersion.of(engine.kind())
                .map(place -> version(engine, place))
                .orElse(Future.succeededFuture(""));
    }

    private Future<String> version(EngineConfig engine, EngineVersion place) {
        URI url = URI.create(engine.url() + place.path());
        return engines.scrape()
                .get(
                        new ScrapeTarget("discovery", url, engines.metrics()),
                        answer ->
                                switch (answer) {
                                    case Scraped.Page(var body, _, _) -> place.in(body.getBytes());
                                    case Scraped.Missed _ -> "";
                                });
    }

    private <T> Future<T> here(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
    }
}
