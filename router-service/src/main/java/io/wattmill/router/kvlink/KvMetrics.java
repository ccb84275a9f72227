// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.kvevents.KvStream;
import io.wattmill.router.kvevents.Tally;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the streams tell of themselves. */
final class KvMetrics {
    private static final String COUNTER = "wattmill_router_kv_events";

    private final MeterRegistry registry;
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicLong blocks = new AtomicLong();

    KvMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("wattmill_router_kv_streams", streams);
        registry.gauge("wattmill_router_kv_blocks", blocks);
    }

    void totals(int openStreams, long knownBlocks) {
        streams.set(openStreams);
        blocks.set(knownBlocks);
    }

    void count(KvStream stream) {
        for (Tally what : Tally.values()) {
            long count = stream.tallies().take(what);
            if (count > 0) {
                registry.counter(COUNTER, "what", what.label()).increment(count);
                limit(what);
            }
        }
    }

    private void limit(Tally what) {
        switch (what) {
            case BEYOND_LIMITS -> Limits.hit(registry, "router.kv-events.batch");
            case FULL -> Limits.hit(registry, "router.kv-events.known-blocks");
            case BATCHES, MALFORMED, UNKNOWN, OLD, GAPS, GONE, RESTARTS, ORPHANS, PASSED_OVER -> {}
        }
    }

    void tooManyStreams() {
        Limits.hit(registry, "router.kv-events.max-streams");
    }
}
