// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.rpc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.router.placement.Lateness;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts requests that no engine would have served in time, by model: the site is asked for more
 * than it does, or promises more than it can. Models beyond the first {@code MOST} are {@code
 * other}. One thread at a time.
 */
final class LateRequests {
    private static final int MOST = 64;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Map<String, Counters> byModel = new HashMap<>();

    private record Counters(Counter line, Counter leastLate) {}

    LateRequests(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String model, Lateness lateness) {
        switch (lateness) {
            case NONE -> {}
            case LINE -> of(model).line().increment();
            case LEAST_LATE -> of(model).leastLate().increment();
        }
    }

    private Counters of(String model) {
        String known = byModel.containsKey(model) || byModel.size() < MOST ? model : OTHER;
        return byModel.computeIfAbsent(known, this::counters);
    }

    private Counters counters(String model) {
        return new Counters(counter(model, Lateness.LINE), counter(model, Lateness.LEAST_LATE));
    }

    private Counter counter(String model, Lateness lateness) {
        return Counter.builder("wattmill_router_late_everywhere")
                .description("Requests that no engine would have served in time")
                .tag("model", model)
                .tag("to", lateness.label())
                .register(registry);
    }
}
