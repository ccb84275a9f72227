// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wattmill.agent.exposition.ExpositionLimits;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.scrape.ScrapeTarget;
import io.wattmill.agent.scrape.Scraped;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks a port of the loopback what it is: by its list of models, or else by the sign of one kind
 * after the other. GETs only, and none at all where the first finds nobody.
 */
final class PortQuestion {

    private final HttpScrape scrape;
    private final ScrapeMetrics metrics;
    private final ExpositionLimits limits;

    PortQuestion(HttpScrape scrape, ScrapeMetrics metrics, ExpositionLimits limits) {
        this.scrape = scrape;
        this.metrics = metrics;
        this.limits = limits;
    }

    /** What listens there, empty when it is nothing that we know, or nobody. */
    Future<Optional<EngineKind>> ask(int port) {
        return get(port, "/v1/models", PortQuestion::first)
                .compose(
                        models ->
                                models.isThere()
                                        ? known(port, models.kind())
                                        : Future.succeededFuture(Optional.empty()));
    }

    /**
     * What the first page says.
     *
     * @param isThere whether anybody answered; one that has no such page answers with a status
     */
    private record First(boolean isThere, Optional<EngineKind> kind) {}

    private static First first(Scraped answer) {
        return new First(!isNobody(answer), sign(answer, EngineSigns::ofModels));
    }

    private Future<Optional<EngineKind>> known(int port, Optional<EngineKind> byModels) {
        return Future.succeededFuture(byModels)
                .compose(kind -> or(kind, port, "/metrics", this::ofMetrics))
                .compose(kind -> or(kind, port, "/api/tags", EngineSigns::ofTags))
                .compose(kind -> or(kind, port, "/info", EngineSigns::ofInfo));
    }

    private Optional<EngineKind> ofMetrics(byte[] body) {
        return EngineSigns.ofMetrics(body, limits);
    }

    private Future<Optional<EngineKind>> or(
            Optional<EngineKind> known,
            int port,
            String path,
            Function<byte[], Optional<EngineKind>> sign) {
        return known.isPresent()
                ? Future.succeededFuture(known)
                : get(port, path, answer -> sign(answer, sign));
    }

    private static Optional<EngineKind> sign(
            Scraped answer, Function<byte[], Optional<EngineKind>> sign) {
        return switch (answer) {
            case Scraped.Page(Buffer body, _, _) -> sign.apply(body.getBytes());
            case Scraped.Missed _ -> Optional.empty();
        };
    }

    private static boolean isNobody(Scraped answer) {
        return answer instanceof Scraped.Missed(SourceFailure failure)
                && failure.reason() != FailureReason.STATUS;
    }

    private <T> Future<T> get(int port, String path, Function<Scraped, T> reading) {
        URI url = URI.create("http://127.0.0.1:" + port + path);
        return scrape.get(new ScrapeTarget("discovery", url, metrics), reading);
    }
}
