// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.seal.DumpWriter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code GET /billing/dump}: the ledger as lines of text, for whoever wants to prove it elsewhere.
 * Admins only, one at a time: it reads everything. A dump that breaks off lacks its last line.
 */
final class DumpRoute implements Routes, StreamedRoute {

    private static final Logger LOG = LoggerFactory.getLogger(DumpRoute.class);

    private final Pool pool;
    private final Duration timeout;
    private final AtomicBoolean running = new AtomicBoolean();

    DumpRoute(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeout = timeout;
    }

    @Override
    public void enter(RouteTable table) {
        table.stream(RouteTable.Access.ADMIN, "/billing/dump", this);
    }

    @Override
    public Optional<Answer> refusal() {
        return running.compareAndSet(false, true)
                ? Optional.empty()
                : Optional.of(
                        Answer.unavailable(
                                "The ledger is being dumped already; ask again.",
                                "dump_in_progress"));
    }

    /**
     * Writes the dump; what goes wrong ends the connection, so that nobody takes a part for all.
     */
    @Override
    public void write(HttpServerResponse response, long nowUs) {
        response.setChunked(true).putHeader("content-type", "text/plain; charset=utf-8");
        DumpWriter.write(pool, nowUs, lines -> put(response, lines))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(_ -> running.set(false))
                .compose(_ -> response.end())
                .onFailure(cause -> broke(response, cause));
    }

    /** The write completes when the lines have left: a slow reader slows the dump, not the heap. */
    private static Future<Void> put(HttpServerResponse response, String lines) {
        return response.closed() ? Future.failedFuture("the reader left") : response.write(lines);
    }

    private static void broke(HttpServerResponse response, Throwable cause) {
        LOG.atWarn().setCause(cause).log("a dump of the ledger broke off");
        response.reset()
                .onFailure(e -> LOG.atDebug().setCause(e).log("the reader was gone before"));
    }
}
