// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeState;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many nodes are in which state, and how old the oldest of their reports is. */
public final class FleetMetrics {
    private static final double SECOND_NANOS = 1e9;

    private final Map<NodeState, AtomicInteger> counts = new EnumMap<>(NodeState.class);
    private final AtomicLong oldestNanos = new AtomicLong();

    public FleetMetrics(MeterRegistry registry) {
        for (NodeState state : NodeState.values()) {
            AtomicInteger count = new AtomicInteger();
            counts.put(state, count);
            Gauge.builder("wattmill_router_nodes", count, AtomicInteger::get)
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder(
                        "wattmill_router_oldest_report_age_seconds",
                        oldestNanos,
                        nanos -> nanos.get() / SECOND_NANOS)
                .description(
                        "Since the last word of the node that is silent longest, down ones out")
                .register(registry);
    }

    /** Counts anew. */
    public void show(Iterable<Node> nodes, Moment now) {
        Map<NodeState, Integer> states = new EnumMap<>(NodeState.class);
        long oldest = 0;
        for (Node node : nodes) {
            NodeState state = node.condition().state();
            states.merge(state, 1, Integer::sum);
            if (state != NodeState.DOWN) {
                oldest = Math.max(oldest, now.nanos() - node.heard().nanos());
            }
        }
        counts.forEach((state, count) -> count.set(states.getOrDefault(state, 0)));
        oldestNanos.set(oldest);
    }
}
