// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wattmill.agent.exposition.Exposition;
import io.wattmill.agent.exposition.SkipReason;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.kit.telemetry.Limits;

/**
 * How the sources of one node answer. Labels are the configured node, the kind of source and closed
 * sets of reasons.
 */
public final class ScrapeMetrics {

    private final MeterRegistry registry;
    private final String node;

    /** Metrics with the label {@code node}. */
    public ScrapeMetrics(MeterRegistry registry, String node) {
        this.registry = registry;
        this.node = node;
    }

    /** The timer of one kind of source. */
    Timer timer(String source) {
        return Timer.builder("wattmill_agent_scrape")
                .description("Time to read a source")
                .tag("node", node)
                .tag("source", source)
                .register(registry);
    }

    /** Counts one failure. */
    public void failed(String source, FailureReason reason) {
        registry.counter(
                        "wattmill_agent_scrape_failures",
                        "node",
                        node,
                        "source",
                        source,
                        "reason",
                        reason.label())
                .increment();
        if (reason == FailureReason.TOO_LARGE) {
            limited("agent.scrape.max-body-bytes");
        }
    }

    /** Counts the lines of a page that gave nothing, and the limits that cut it. */
    public void skipped(String source, Exposition page) {
        page.skipped().forEach((reason, lines) -> skipped(source, reason, lines));
    }

    private void skipped(String source, SkipReason reason, int lines) {
        registry.counter(
                        "wattmill_agent_skipped_lines",
                        "node",
                        node,
                        "source",
                        source,
                        "reason",
                        reason.label())
                .increment(lines);
        switch (reason) {
            case TOO_MANY_LABELS -> limited("agent.scrape.max-labels");
            case TOO_LONG -> limited("agent.scrape.max-label-bytes");
            case TOO_MANY_LINES -> limited("agent.scrape.max-lines");
            case TOO_MANY_SAMPLES -> limited("agent.scrape.max-samples");
            case BAD_NAME, BAD_LABELS, BAD_VALUE, NOT_FINITE -> {}
        }
    }

    /** Counts one hit of a limit. */
    public void limited(String limit) {
        Limits.hit(registry, limit);
    }
}
