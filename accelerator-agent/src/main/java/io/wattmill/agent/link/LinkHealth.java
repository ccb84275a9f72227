// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a stream is up: as a gauge, and as one log line for each turn and for each new reason why
 * it is not.
 */
final class LinkHealth {

    private static final Logger LOG = LoggerFactory.getLogger(LinkHealth.class);

    private final MeterRegistry registry;
    private final String node;
    private final String link;
    private final AtomicInteger up = new AtomicInteger();
    private final Gauge gauge;
    private volatile String trouble = "not connected yet";

    LinkHealth(LinkGround ground, String link) {
        this.registry = ground.registry();
        this.node = ground.node();
        this.link = link;
        this.gauge =
                Gauge.builder("wattmill_agent_link_up", up, AtomicInteger::get)
                        .description("1 while the other side has accepted the stream")
                        .tag("node", node)
                        .tag("link", link)
                        .register(registry);
    }

    void up() {
        if (up.getAndSet(1) == 0) {
            LOG.atInfo().addKeyValue("node", node).addKeyValue("link", link).log("link is up");
        }
    }

    void down(Throwable cause, boolean intended) {
        String words = words(cause);
        boolean news = up.getAndSet(0) == 1 || !words.equals(trouble);
        trouble = words;
        registry.counter("wattmill_agent_link_losses", "node", node, "link", link).increment();
        (news && !intended ? LOG.atWarn() : LOG.atDebug())
                .addKeyValue("node", node)
                .addKeyValue("link", link)
                .addKeyValue("reason", trouble)
                .log("link is down");
    }

    /** What happened, and what is behind it: a failed handshake says why only there. */
    private static String words(Throwable cause) {
        Throwable root = cause;
        for (Throwable next = root.getCause(); next != null; next = next.getCause()) {
            root = next;
        }
        String words = message(cause);
        String reason = message(root);
        return words.contains(reason) ? words : words + ": " + reason;
    }

    private static String message(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    boolean isUp() {
        return up.get() == 1;
    }

    /** Why the link was last lost, for a person. */
    String trouble() {
        return trouble;
    }

    void close() {
        registry.remove(gauge);
    }
}
