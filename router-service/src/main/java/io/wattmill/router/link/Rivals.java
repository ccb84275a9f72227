// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeDescription;

import java.net.URI;
import java.util.stream.Collectors;

/** Two agents of one name. An agent that reconnects is no rival of itself: its boot id says so. */
final class Rivals {
    private Rivals() {}

    /** Whether the node's agent is another one than this. */
    static boolean differ(Node present, NodeDescription said) {
        return !present.description().bootId().equals(said.bootId());
    }

    /** For the one who comes second: who is who, and what helps. */
    static String refusal(Node present, NodeDescription said, Moment now) {
        long agoMs = (now.nanos() - present.heard().nanos()) / 1_000_000;
        return "node id '"
                + said.nodeId()
                + "' is taken by the agent "
                + host(present.description())
                + ", heard "
                + agoMs
                + " ms ago; this is the agent "
                + host(said)
                + ": give one of them another agent.node-id, or stop it";
    }

    private static String host(NodeDescription node) {
        String hosts =
                node.engines().stream()
                        .map(engine -> URI.create(engine.url()).getHost())
                        .distinct()
                        .limit(3)
                        .collect(Collectors.joining(", "));
        String boot = "(boot " + node.bootId() + ")";
        return hosts.isEmpty() ? boot : "on " + hosts + " " + boot;
    }
}
