// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.responses;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.vertx.Contexts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Removes responses that are too old, and the oldest of projects that have too many. It looks only
 * at projects that had one written here since it last looked.
 */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final Vertx vertx;
    private final ResponsesConfig config;
    private final PostgresResponses responses;
    private final MeterRegistry metrics;
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private long timer = -1;

    Sweeper(
            Vertx vertx,
            ResponsesConfig config,
            PostgresResponses responses,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.responses = responses;
        this.metrics = metrics;
    }

    void start() {
        timer = vertx.setPeriodic(config.sweepInterval().toMillis(), _ -> sweep());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** That a project has one more. */
    void written(String projectId) {
        written.add(projectId);
    }

    private void sweep() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        Future<Void> swept = repeat(responses::expire, "expired");
        for (String project : List.copyOf(written)) {
            swept = swept.compose(_ -> bounded(project));
        }
        swept.onComplete(_ -> sweeping.set(false))
                .onFailure(
                        e -> {
                            metrics.counter("wattmill_responses_sweep_failures").increment();
                            LOG.atWarn().setCause(e).log("responses cannot be swept");
                        });
    }

    /** Looked at again when that fails, and when more is written meanwhile. */
    private Future<Void> bounded(String project) {
        written.remove(project);
        return repeat(() -> trimmed(project), "full").onFailure(_ -> written.add(project));
    }

    private Future<Integer> trimmed(String project) {
        return responses
                .trim(project)
                .map(
                        trimmed -> {
                            trimmed.limits().forEach(limit -> Limits.hit(metrics, limit));
                            return trimmed.number();
                        });
    }

    private Future<Void> repeat(Supplier<Future<Integer>> removal, String why) {
        return Contexts.guarded(removal).compose(removed -> again(removed, removal, why));
    }

    private Future<Void> again(int removed, Supplier<Future<Integer>> removal, String why) {
        if (removed > 0) {
            metrics.counter("wattmill_responses_removed", "why", why).increment(removed);
        }
        return removed < config.sweepBatch() ? Future.succeededFuture() : repeat(removal, why);
    }
}
