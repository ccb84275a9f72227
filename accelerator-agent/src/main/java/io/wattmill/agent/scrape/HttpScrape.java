// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * GETs pages over one kept connection per target, so that a target that hangs delays nobody else. A
 * failure is an outcome, never a failed future.
 */
public final class HttpScrape {

    /** A page of hundreds of lines in one or two pieces; each costs as much as a hundred lines. */
    private static final int CHUNK_BYTES = 65_536;

    /** Callers ask one after the other; a little room for one that gave up. */
    private static final int WAIT_QUEUE = 4;

    private final HttpClient client;
    private final Vertx vertx;
    private final ScrapeConfig config;
    private final ScrapeMetrics metrics;
    private final Clock clock;
    private final Ticker ticker;

    /** A client of its own, closed by {@link #close}. */
    public HttpScrape(
            Vertx vertx, ScrapeConfig config, ScrapeMetrics metrics, Clock clock, Ticker ticker) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        this.ticker = ticker;
        this.client = vertx.createHttpClient(options(config), pool());
    }

    /**
     * Asks once, and reads the answer: here when it is short, else on a worker, so that no page
     * holds up an event loop, whoever wrote it. Of one target, at most one is read at a time, as
     * long as it is asked again only after this.
     */
    public <T> Future<T> get(ScrapeTarget target, Function<Scraped, T> reading) {
        return get(target)
                .compose(
                        answer ->
                                isLong(answer)
                                        ? vertx.executeBlocking(() -> reading.apply(answer), false)
                                        : Future.succeededFuture(reading.apply(answer)));
    }

    private boolean isLong(Scraped answer) {
        return switch (answer) {
            case Scraped.Page(Buffer body, _, _) -> body.length() > config.longBodyBytes();
            case Scraped.Missed _ -> false;
        };
    }

    /** Asks once, within the deadline. */
    public Future<Scraped> get(ScrapeTarget target) {
        long asked = ticker.nanos();
        return new Exchange(vertx, client, config)
                .run(target.request())
                .<Scraped>map(
                        body -> {
                            long took = ticker.nanos() - asked;
                            long middleUs = clock.nowUs() - took / 2_000;
                            return new Scraped.Page(body, asked + took / 2, middleUs);
                        })
                .otherwise(cause -> missed(target, cause))
                .onComplete(_ -> took(target, asked));
    }

    /** Closes every connection. */
    public Future<Void> close() {
        return client.close();
    }

    private void took(ScrapeTarget target, long asked) {
        target.timer().record(ticker.nanos() - asked, TimeUnit.NANOSECONDS);
    }

    private Scraped missed(ScrapeTarget target, Throwable cause) {
        SourceFailure failure = Failures.of(cause);
        metrics.failed(target.source(), failure.reason());
        return new Scraped.Missed(failure);
    }

    private static HttpClientOptions options(ScrapeConfig config) {
        return new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setKeepAliveTimeout((int) config.keepAlive().toSeconds())
                .setIdleTimeout(idleSeconds(config))
                .setMaxChunkSize(CHUNK_BYTES)
                .setDecompressionSupported(false);
    }

    /** Longer than an answer may take, or silence would end a wait before its deadline does. */
    private static int idleSeconds(ScrapeConfig config) {
        return (int) Math.max(config.keepAlive().toSeconds(), config.deadline().toSeconds() + 1);
    }

    private static PoolOptions pool() {
        return new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(WAIT_QUEUE);
    }
}
