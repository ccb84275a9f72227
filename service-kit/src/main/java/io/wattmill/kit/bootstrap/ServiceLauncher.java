// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.bootstrap;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Starts services in order and ends them in reverse: drain all, then stop all. A start that fails
 * stops what was started before it. Each phase of the end is bounded by its timeout, so that one
 * stuck service cannot keep the process alive.
 */
public final class ServiceLauncher {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLauncher.class);

    private final Vertx vertx;
    private final Duration drainTimeout;
    private final Duration stopTimeout;
    private final Deque<Service> started = new ArrayDeque<>();

    /**
     * @param drainTimeout longest wait for all services to finish what they have
     * @param stopTimeout longest wait for one service to close
     */
    public ServiceLauncher(Vertx vertx, Duration drainTimeout, Duration stopTimeout) {
        this.vertx = vertx;
        this.drainTimeout = drainTimeout;
        this.stopTimeout = stopTimeout;
    }

    /**
     * Starts each service after the one before it is ready; on failure stops them again and fails.
     */
    public Future<Void> start(List<Service> services) {
        Future<Void> chain = Future.succeededFuture();
        for (Service service : services) {
            chain = chain.compose(_ -> startOne(service));
        }
        return chain.recover(cause -> stop().transform(_ -> Future.failedFuture(cause)));
    }

    /** Adds one more service to a running set. */
    public Future<Void> startOne(Service service) {
        synchronized (started) {
            started.push(service);
        }
        return service.start()
                .onFailure(
                        e ->
                                LOG.atError()
                                        .addKeyValue("service", service.name())
                                        .setCause(e)
                                        .log("start failed"));
    }

    /**
     * Drains every service at once, newest first, and completes when all have or the timeout
     * passed.
     */
    public Future<Void> drain() {
        List<Future<Void>> drains =
                newestFirst().stream()
                        .map(service -> logged(service.drain(), service, "drain failed"))
                        .toList();
        return bounded(Future.join(drains).mapEmpty(), drainTimeout, "drain timeout passed");
    }

    /**
     * Stops every service, newest first, one after the other. Never fails: what goes wrong is
     * logged.
     */
    public Future<Void> stop() {
        Future<Void> chain = Future.succeededFuture();
        for (Service service : newestFirst()) {
            chain =
                    chain.compose(
                            _ ->
                                    bounded(
                                            logged(service.stop(), service, "stop failed"),
                                            stopTimeout,
                                            "stop timeout passed"));
        }
        synchronized (started) {
            started.clear();
        }
        return chain;
    }

    private List<Service> newestFirst() {
        synchronized (started) {
            return List.copyOf(started);
        }
    }

    private Future<Void> bounded(Future<Void> work, Duration limit, String message) {
        Promise<Void> done = Promise.promise();
        long timer =
                vertx.setTimer(
                        limit.toMillis(),
                        _ -> {
                            if (done.tryComplete()) {
                                LOG.atWarn().addKeyValue("limit_ms", limit.toMillis()).log(message);
                            }
                        });
        work.onComplete(
                _ -> {
                    vertx.cancelTimer(timer);
                    done.tryComplete();
                });
        return done.future();
    }

    private static Future<Void> logged(Future<Void> work, Service service, String message) {
        Function<Throwable, Future<Void>> swallow =
                e -> {
                    LOG.atError().addKeyValue("service", service.name()).setCause(e).log(message);
                    return Future.succeededFuture();
                };
        return work.recover(swallow);
    }
}
