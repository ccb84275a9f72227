// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.kit.vertx.Contexts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicBoolean;

/** Forgets keys that are old, in small steps, and counts what is left. Every gateway does. */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final Vertx vertx;
    private final IdempotencyConfig config;
    private final PostgresClaims store;
    private final Occupancy occupancy;
    private final MeterRegistry metrics;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private long timer = -1;

    Sweeper(
            Vertx vertx,
            IdempotencyConfig config,
            PostgresClaims store,
            Occupancy occupancy,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.store = store;
        this.occupancy = occupancy;
        this.metrics = metrics;
    }

    /** Ends what earlier runs of this gateway left, and sweeps from then on. */
    Future<Void> start() {
        timer = vertx.setPeriodic(config.sweep().toMillis(), _ -> sweepQuietly());
        return store.endEarlierRuns().onSuccess(this::tell).compose(_ -> count()).mapEmpty();
    }

    private void tell(int ended) {
        if (ended > 0) {
            LOG.atInfo().addKeyValue("claims", ended).log("claims of an earlier run are free");
        }
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void sweepQuietly() {
        if (sweeping.compareAndSet(false, true)) {
            Contexts.guarded(this::sweep)
                    .compose(_ -> count())
                    .onFailure(
                            e -> {
                                metrics.counter("wattmill_idempotency_sweep_failures").increment();
                                LOG.atDebug().setCause(e).log("idempotency keys not swept");
                            })
                    .onComplete(_ -> sweeping.set(false));
        }
    }

    private Future<Void> count() {
        occupancy.counting();
        return store.count().onSuccess(occupancy::counted).mapEmpty();
    }

    private Future<Void> sweep() {
        return store.sweep()
                .compose(
                        forgotten -> {
                            metrics.counter("wattmill_idempotency_forgotten").increment(forgotten);
                            return forgotten == 0 ? Future.succeededFuture() : sweep();
                        });
    }
}
