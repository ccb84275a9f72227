// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.placement.PrefixBook;
import io.wattmill.router.prefix.CacheAccuracy;

import java.util.concurrent.atomic.AtomicLong;

/** How large the prefix index is, and how well it tells what engines find cached. */
public final class PrefixMetrics {
    private static final String TOKENS = "wattmill_router_prefix_tokens";

    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final Counter expected;
    private final Counter reported;
    private final Counter missed;
    private final Counter surplus;
    private final Counter full;
    private CacheAccuracy.Totals shown = new CacheAccuracy.Totals(0, 0, 0, 0, 0);
    private long limitHits;

    public PrefixMetrics(MeterRegistry registry) {
        registry.gauge("wattmill_router_prefix_blocks", blocks);
        registry.gauge("wattmill_router_prefix_blocks_held", held);
        expected = registry.counter(TOKENS, "what", "expected");
        reported = registry.counter(TOKENS, "what", "reported");
        missed = registry.counter(TOKENS, "what", "missed");
        surplus = registry.counter(TOKENS, "what", "surplus");
        full = registry.counter(Limits.COUNTER, "limit", "router.placement.prefix-blocks");
    }

    /** Counts what is new since the last time. */
    public void show(PrefixBook prefixes) {
        blocks.set(prefixes.index().blocks());
        held.set(prefixes.index().held());
        CacheAccuracy.Totals now = prefixes.accuracy().totals();
        expected.increment(now.expectedTokens() - shown.expectedTokens());
        reported.increment(now.reportedTokens() - shown.reportedTokens());
        missed.increment(now.missedTokens() - shown.missedTokens());
        surplus.increment(now.surplusTokens() - shown.surplusTokens());
        shown = now;
        long hits = prefixes.index().limitHits();
        full.increment(hits - limitHits);
        limitHits = hits;
    }
}
