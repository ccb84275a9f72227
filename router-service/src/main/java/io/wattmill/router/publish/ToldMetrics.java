// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.prefix.CacheAccuracy;
import io.wattmill.router.told.Hearing;
import io.wattmill.router.told.ToldCaches;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How engines are heard of their caches, and how well their word tells what requests find. */
public final class ToldMetrics {
    private static final String TOKENS = "wattmill_router_told_tokens";

    private final Map<Hearing, AtomicLong> engines = new EnumMap<>(Hearing.class);
    private final AtomicLong held = new AtomicLong();
    private final Counter expected;
    private final Counter reported;
    private final Counter missed;
    private final Counter surplus;
    private final Counter refused;
    private final Counter full;
    private CacheAccuracy.Totals shown = new CacheAccuracy.Totals(0, 0, 0, 0, 0);
    private long shownRefused;
    private long limitHits;

    public ToldMetrics(MeterRegistry registry) {
        for (Hearing hearing : Hearing.values()) {
            AtomicLong count = new AtomicLong();
            engines.put(hearing, count);
            Gauge.builder("wattmill_router_kv_engines", count, AtomicLong::get)
                    .tag("heard", hearing.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        registry.gauge("wattmill_router_told_blocks", held);
        expected = registry.counter(TOKENS, "what", "expected");
        reported = registry.counter(TOKENS, "what", "reported");
        missed = registry.counter(TOKENS, "what", "missed");
        surplus = registry.counter(TOKENS, "what", "surplus");
        refused = registry.counter("wattmill_router_told_blocks_refused");
        full = registry.counter(Limits.COUNTER, "limit", "router.kv-events.index-blocks");
    }

    /** Counts what is new since the last time. */
    public void show(Dispatcher router) {
        ToldCaches told = router.prefixes().told();
        engines(router, told);
        held.set(told.index().held());
        tokens(told.accuracy().totals());
        refused.increment(told.refused() - shownRefused);
        shownRefused = told.refused();
        full.increment(told.index().limitHits() - limitHits);
        limitHits = told.index().limitHits();
    }

    private void engines(Dispatcher router, ToldCaches told) {
        engines.forEach((hearing, count) -> count.set(0));
        for (Node node : router.nodes()) {
            for (Engine engine : node.engines()) {
                hearing(told.of(engine.key()).heard().how()).incrementAndGet();
            }
        }
    }

    private AtomicLong hearing(Hearing hearing) {
        return engines.computeIfAbsent(hearing, _ -> new AtomicLong());
    }

    private void tokens(CacheAccuracy.Totals now) {
        expected.increment(now.expectedTokens() - shown.expectedTokens());
        reported.increment(now.reportedTokens() - shown.reportedTokens());
        missed.increment(now.missedTokens() - shown.missedTokens());
        surplus.increment(now.surplusTokens() - shown.surplusTokens());
        shown = now;
    }
}
