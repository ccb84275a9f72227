// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.kvevents.BlockChanges;
import io.wattmill.router.told.Heard;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands changes over to the router's context, no more at a time than it may have to catch up. */
final class HandOver {
    private final Executor owner;
    private final KvSink sink;
    private final MeterRegistry metrics;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param owner runs on the router's context, in order
     * @param most changes that may wait there
     */
    HandOver(Executor owner, KvSink sink, MeterRegistry metrics, int most) {
        this.owner = owner;
        this.sink = sink;
        this.metrics = metrics;
        this.most = most;
    }

    /** Returns whether there was room. An empty context takes any batch, however large. */
    boolean offer(KvSource source, int blockTokens, BlockChanges changes) {
        int before = waiting.getAndAdd(changes.count());
        if (before > 0 && before + changes.count() > most) {
            waiting.addAndGet(-changes.count());
            Limits.hit(metrics, "router.kv-events.handed-over");
            return false;
        }
        owner.execute(
                () -> {
                    waiting.addAndGet(-changes.count());
                    sink.changed(source, blockTokens, changes);
                });
        return true;
    }

    void heard(KvSource source, Heard now) {
        owner.execute(() -> sink.heard(source, now));
    }

    void ended(KvSource source) {
        owner.execute(() -> sink.ended(source));
    }
}
