// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.time.Ticker;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows the KV events of the fleet's engines. The thread that reads begins with the first engine
 * that has any, so that a fleet without pays nothing.
 */
public final class KvLinks implements AutoCloseable {
    private final KvReader reader;
    private Optional<Thread> thread = Optional.empty();
    private volatile Set<KvSource> wanted = Set.of();

    /**
     * @param owner runs on the router's context, in order
     * @param sink told there
     */
    public KvLinks(
            KvLinkRules rules, Executor owner, KvSink sink, MeterRegistry metrics, Ticker ticker) {
        HandOver handOver = new HandOver(owner, sink, metrics, rules.handedOver());
        reader = new KvReader(rules, handOver, new KvMetrics(metrics), ticker, () -> wanted);
    }

    /** Follows whom the fleet has now. Call it often, on the router's context. */
    public void tend(Fleet fleet) {
        follow(
                fleet.nodes().stream()
                        .flatMap(node -> node.engines().stream())
                        .flatMap(KvLinks::sources)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Stream<KvSource> sources(Engine engine) {
        return KvSource.of(engine.key(), engine.description());
    }

    /** Follows these sources and no others. On one thread. */
    void follow(Set<KvSource> sources) {
        if (!sources.equals(wanted)) {
            wanted = sources;
        }
        if (thread.isEmpty() && !sources.isEmpty()) {
            thread = Optional.of(Thread.ofPlatform().daemon().name("kv-events").start(reader));
        }
    }

    /** Ends the thread; completes when its sockets are closed. */
    public CompletionStage<Void> stop() {
        CompletionStage<Void> ended = reader.close();
        return thread.isEmpty() ? CompletableFuture.completedStage(null) : ended;
    }

    /** As {@link #stop}, for who does not wait. */
    @Override
    public void close() {
        reader.close();
    }
}
