// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.gateway.tokens.TokensConfig;
import io.wattmill.gateway.tokens.Unnamed;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.vertx.Contexts;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What all event loops share that name prompts by their tokens. For any thread. */
public final class Naming {

    /** Workers' threads are called so. */
    static final String WORKERS = "wattmill-prompt-tokens";

    private static final String OUTCOMES = "wattmill_gateway_prompt_namings";

    private final TokensConfig config;
    private final Supplier<Optional<FleetSnapshot>> fleet;
    private final WorkerExecutor workers;
    private final MeterRegistry metrics;
    private final Counter named;
    private final List<Counter> unnamed;
    private final Timer waits;

    private Naming(
            TokensConfig config,
            Supplier<Optional<FleetSnapshot>> fleet,
            WorkerExecutor workers,
            MeterRegistry metrics) {
        this.config = config;
        this.fleet = fleet;
        this.workers = workers;
        this.metrics = metrics;
        this.named = metrics.counter(OUTCOMES, "outcome", "named");
        this.unnamed =
                Arrays.stream(Unnamed.values())
                        .map(why -> metrics.counter(OUTCOMES, "outcome", why.label()))
                        .toList();
        this.waits = metrics.timer("wattmill_gateway_prompt_naming");
    }

    /** With workers of its own; {@code fleet} is the newest view of the engines. */
    public static Naming of(
            Vertx vertx,
            TokensConfig config,
            Supplier<Optional<FleetSnapshot>> fleet,
            MeterRegistry metrics) {
        WorkerExecutor workers = vertx.createSharedWorkerExecutor(WORKERS, config.threads());
        return new Naming(config, fleet, workers, metrics);
    }

    TokensConfig config() {
        return config;
    }

    Supplier<Optional<FleetSnapshot>> fleet() {
        return fleet;
    }

    void named() {
        named.increment();
    }

    void waited(long nanos) {
        waits.record(nanos, TimeUnit.NANOSECONDS);
    }

    void unnamed(Unnamed why) {
        unnamed.get(why.ordinal()).increment();
        if (why == Unnamed.FULL) {
            Limits.hit(metrics, "tokens.max-asked");
        }
    }

    /** What {@code work} makes on a worker, back on the caller's context. */
    <T> Future<T> work(Callable<T> work) {
        return Contexts.guarded(() -> workers.executeBlocking(work, false));
    }

    /** Ends the workers. */
    public Future<Void> close() {
        return workers.close();
    }
}
