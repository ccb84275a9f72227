// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether the kernel's log is read, and why not: as a gauge, and as a line for each new reason. */
final class KernelLogMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(KernelLogMetrics.class);

    private final MeterRegistry registry;
    private final String node;
    private final AtomicInteger up = new AtomicInteger();
    private final Gauge gauge;
    private String trouble = "";

    KernelLogMetrics(MeterRegistry registry, String node) {
        this.registry = registry;
        this.node = node;
        this.gauge =
                Gauge.builder("wattmill_agent_kernel_log_up", up, AtomicInteger::get)
                        .description("1 while the kernel's log is read for XIDs")
                        .tag("node", node)
                        .register(registry);
    }

    void up() {
        up.set(1);
    }

    void down(String reason) {
        up.set(0);
        if (!reason.equals(trouble)) {
            trouble = reason;
            LOG.atInfo()
                    .addKeyValue("node", node)
                    .addKeyValue("reason", reason)
                    .log("the kernel's log is not read");
        }
    }

    void overrun() {
        registry.counter("wattmill_agent_kernel_log_overruns", "node", node).increment();
    }

    void close() {
        registry.remove(gauge);
    }
}
