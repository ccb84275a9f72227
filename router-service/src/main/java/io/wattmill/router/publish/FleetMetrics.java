// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeState;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How many nodes are in which state. */
public final class FleetMetrics {
    private final Map<NodeState, AtomicInteger> counts = new EnumMap<>(NodeState.class);

    public FleetMetrics(MeterRegistry registry) {
        for (NodeState state : NodeState.values()) {
            AtomicInteger count = new AtomicInteger();
            counts.put(state, count);
            Gauge.builder("wattmill_router_nodes", count, AtomicInteger::get)
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** Counts anew. */
    public void show(Iterable<Node> nodes) {
        Map<NodeState, Integer> now = new EnumMap<>(NodeState.class);
        nodes.forEach(node -> now.merge(node.condition().state(), 1, Integer::sum));
        counts.forEach((state, count) -> count.set(now.getOrDefault(state, 0)));
    }
}
