// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Implausible;
import io.wattmill.router.fleet.Misconduct;
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
    private final Map<Implausible, AtomicLong> refused = new EnumMap<>(Implausible.class);
    private final Map<Misconduct.Cause, AtomicLong> ejected = new EnumMap<>(Misconduct.Cause.class);
    private final AtomicLong spared = new AtomicLong();
    private final AtomicLong oldestNanos = new AtomicLong();

    public FleetMetrics(MeterRegistry registry) {
        for (NodeState state : NodeState.values()) {
            nodes(registry, state);
        }
        for (Implausible kind : Implausible.values()) {
            refusedReports(registry, kind);
        }
        for (Misconduct.Cause cause : Misconduct.Cause.values()) {
            ejections(registry, cause);
        }
        FunctionCounter.builder(Limits.COUNTER, spared, AtomicLong::get)
                .tag("limit", "router.fleet.max-ejected-ppm")
                .register(registry);
        oldestReport(registry);
    }

    private void nodes(MeterRegistry registry, NodeState state) {
        AtomicInteger count = new AtomicInteger();
        counts.put(state, count);
        Gauge.builder("wattmill_router_nodes", count, AtomicInteger::get)
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private void refusedReports(MeterRegistry registry, Implausible kind) {
        FunctionCounter.builder("wattmill_router_refused_reports", refused(kind), AtomicLong::get)
                .tag("reason", kind.label())
                .description("Reports that cannot be true, and were not believed")
                .register(registry);
    }

    private void ejections(MeterRegistry registry, Misconduct.Cause cause) {
        FunctionCounter.builder("wattmill_router_ejections", ejected(cause), AtomicLong::get)
                .tag("reason", cause.label())
                .description("Engines taken out for what requests have seen of them")
                .register(registry);
    }

    private void oldestReport(MeterRegistry registry) {
        Gauge.builder(
                        "wattmill_router_oldest_report_age_seconds",
                        oldestNanos,
                        nanos -> nanos.get() / SECOND_NANOS)
                .description(
                        "Since the last word of the node that is silent longest, down ones out")
                .register(registry);
    }

    private AtomicLong refused(Implausible kind) {
        return refused.computeIfAbsent(kind, _ -> new AtomicLong());
    }

    private AtomicLong ejected(Misconduct.Cause cause) {
        return ejected.computeIfAbsent(cause, _ -> new AtomicLong());
    }

    /** Counts anew. */
    public void show(Fleet fleet, Moment now) {
        fleet.refusedReports().forEach((kind, count) -> refused(kind).set(count));
        fleet.ejections().forEach((cause, count) -> ejected(cause).set(count));
        spared.set(fleet.sparedEjections());
        Map<NodeState, Integer> states = new EnumMap<>(NodeState.class);
        long oldest = 0;
        for (Node node : fleet.nodes()) {
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
