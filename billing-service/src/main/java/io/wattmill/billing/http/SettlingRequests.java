// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.billing.query.RequestStore;
import io.wattmill.kit.time.Ticker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Waits a short while for a request that ended just now to be on the ledger. */
final class SettlingRequests {

    private final Vertx vertx;
    private final Ticker ticker;
    private final RequestStore store;
    private final long waitNanos;
    private final long pollMs;

    SettlingRequests(Vertx vertx, Ticker ticker, RequestStore store, Duration wait, Duration poll) {
        this.vertx = vertx;
        this.ticker = ticker;
        this.store = store;
        this.waitNanos = wait.toNanos();
        this.pollMs = poll.toMillis();
    }

    /** Whether it is on the ledger, now or by the end of the wait; nothing to wait for is. */
    Future<Boolean> settled(Optional<UUID> request) {
        long untilNanos = ticker.nanos() + waitNanos;
        return request.map(id -> look(id, untilNanos))
                .orElseGet(() -> Future.succeededFuture(true));
    }

    private Future<Boolean> look(UUID id, long untilNanos) {
        return store.settled(List.of(id))
                .compose(
                        found ->
                                !found.isEmpty() || ticker.nanos() - untilNanos >= 0
                                        ? Future.succeededFuture(!found.isEmpty())
                                        : vertx.timer(pollMs).compose(_ -> look(id, untilNanos)));
    }
}
