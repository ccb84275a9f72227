// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What a backlog on disk tells of itself: whether it is on disk, and what it lost. */
public final class SpoolMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolMetrics.class);

    private final MeterRegistry registry;
    private final String node;
    private final String what;
    private final AtomicInteger onDisk = new AtomicInteger();
    private final Gauge gauge;

    /**
     * Metrics of one backlog.
     *
     * @param what waits in it: {@code reports} or {@code events}
     */
    public SpoolMetrics(MeterRegistry registry, String node, String what) {
        this.registry = registry;
        this.node = node;
        this.what = what;
        this.gauge =
                Gauge.builder("wattmill_agent_buffer_on_disk", onDisk, AtomicInteger::get)
                        .description("1 while the disk takes what waits, 0 while memory alone does")
                        .tag("node", node)
                        .tag("what", what)
                        .register(registry);
    }

    void recovered() {
        onDisk.set(1);
    }

    void isSlow() {
        LOG.atWarn()
                .addKeyValue("node", node)
                .addKeyValue("what", what)
                .log("the disk does not answer, memory alone keeps what waits");
    }

    void broke(IOException cause) {
        onDisk.set(0);
        LOG.atWarn()
                .addKeyValue("node", node)
                .addKeyValue("what", what)
                .addKeyValue("reason", Objects.toString(cause.getMessage(), "unknown"))
                .setCause(cause)
                .log("the disk does not keep what waits, memory alone does");
    }

    void mended() {
        onDisk.set(1);
        LOG.atInfo()
                .addKeyValue("node", node)
                .addKeyValue("what", what)
                .log("the disk keeps what waits again");
    }

    void gaveUp(Path file) {
        LOG.atError()
                .addKeyValue("node", node)
                .addKeyValue("what", what)
                .addKeyValue("file", file)
                .log("a file of what waits cannot be read and is given up");
    }

    /** Whole frames that hold nothing that could be sent. */
    void unreadable(long items) {
        LOG.atError()
                .addKeyValue("node", node)
                .addKeyValue("what", what)
                .addKeyValue("items", items)
                .log("what waited cannot be read any more");
        lost(items);
    }

    void queueFull() {
        Limits.hit(registry, "agent.buffer.write-queue");
    }

    void lostInMemory() {
        Limits.hit(registry, "agent.buffer.capacity");
        lost(1);
    }

    void lostOnDisk(long items) {
        Limits.hit(registry, "agent.buffer.disk-bytes");
        lost(items);
    }

    private void lost(long items) {
        registry.counter("wattmill_agent_buffer_lost", "node", node, "what", what).increment(items);
    }

    /** Takes the gauge out of the registry. */
    public void close() {
        registry.remove(gauge);
    }
}
