// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.loop.RouterLoop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what happened on nodes: each event once, though agents tell it until it was taken, and
 * of each connection no more in a minute than may be. On the owner's context.
 */
final class NodeEventFilter {
    private static final Logger LOG = LoggerFactory.getLogger(NodeEventFilter.class);

    private final RouterLoop loop;
    private final MeterRegistry metrics;
    private final int perMinute;
    private final NodeEvents listener;

    NodeEventFilter(RouterLoop loop, MeterRegistry metrics, int perMinute, NodeEvents listener) {
        this.loop = loop;
        this.metrics = metrics;
        this.perMinute = perMinute;
        this.listener = listener;
    }

    /** The agent of this node told it, for the first time or again. */
    void told(AgentConnection connection, String nodeId, NodeEvent event) {
        if (!isNews(nodeId, event)) {
            return;
        }
        if (!connection.admitsEvent(loop.nanos(), perMinute)) {
            Limits.hit(metrics, "router.fleet.max-events");
            return;
        }
        LOG.atInfo()
                .addKeyValue("node", nodeId)
                .addKeyValue("code", event.getCode())
                .addKeyValue("subject", event.getSubject())
                .log("node event");
        listener.happened(nodeId, event);
    }

    private boolean isNews(String nodeId, NodeEvent event) {
        return loop.run((router, _) -> router.fleet().find(nodeId))
                .map(node -> node.takeEvent(event.getBootId(), event.getSequence()))
                .orElse(false);
    }
}
