// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Joining;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.loop.RouterLoop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What a hello has to pass before its agent speaks for a node: the secret, sense, the certificate,
 * nobody else of that name, and room in the fleet. On the owner's context.
 */
final class Handshake {
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    private final RouterLoop loop;
    private final MeterRegistry metrics;
    private final Counter duplicates;
    private final LinkRules rules;
    private final HelloParser parser;
    private final BiPredicate<String, AgentConnection> heldByAnother;

    /**
     * @param heldByAnother whether another connection than this speaks for the node now
     */
    Handshake(
            RouterLoop loop,
            MeterRegistry metrics,
            LinkRules rules,
            BiPredicate<String, AgentConnection> heldByAnother) {
        this.loop = loop;
        this.metrics = metrics;
        this.duplicates = metrics.counter("wattmill_router_duplicate_nodes");
        this.rules = rules;
        this.parser = new HelloParser(rules.hello(), rules.hosted());
        this.heldByAnother = heldByAnother;
    }

    /** Joins the node to the fleet, or says why not. */
    Welcome take(NodeHello hello, AgentConnection connection) {
        if (!rules.admits(hello.getJoinSecret())) {
            LOG.atWarn().addKeyValue("node", hello.getNodeId()).log("agent without the secret");
            return new Welcome.Refused("the join secret is wrong");
        }
        return switch (parser.parse(hello)) {
            case Parsed.Valid(NodeDescription said) -> identify(said, connection);
            case Parsed.Invalid(String reason) -> new Welcome.Refused(reason);
            case Parsed.TooMuch(String limit) -> {
                Limits.hit(metrics, "router." + limit);
                yield new Welcome.Refused("the hello exceeds router." + limit);
            }
        };
    }

    private Welcome identify(NodeDescription said, AgentConnection connection) {
        Optional<String> imposture = connection.imposture(said.nodeId());
        if (imposture.isPresent()) {
            LOG.atWarn().addKeyValue("reason", imposture.get()).log("agent of another node");
            return new Welcome.Imposture(imposture.get());
        }
        if (connection.nodeId().filter(id -> !id.equals(said.nodeId())).isPresent()) {
            return new Welcome.Changed("a connection speaks for one node");
        }
        Optional<String> rival = rival(said, connection);
        return rival.isPresent() ? new Welcome.Refused(rival.get()) : join(said);
    }

    /** While an agent is connected and not silent, no other one takes its name. */
    private Optional<String> rival(NodeDescription said, AgentConnection connection) {
        if (!heldByAnother.test(said.nodeId(), connection)) {
            return Optional.empty();
        }
        Optional<String> rival = loop.run((router, now) -> rival(router.fleet(), said, now));
        rival.ifPresent(
                reason -> {
                    duplicates.increment();
                    LOG.atWarn().addKeyValue("node", said.nodeId()).log(reason);
                });
        return rival;
    }

    private static Optional<String> rival(Fleet fleet, NodeDescription said, Moment now) {
        return fleet.find(said.nodeId())
                .filter(present -> Rivals.differ(present, said))
                .map(present -> Rivals.refusal(present, said, now));
    }

    private Welcome join(NodeDescription said) {
        Set<String> doubted =
                loop.run((router, _) -> router.fleet().find(said.nodeId()))
                        .map(known -> UnknownGpus.of(known.description()))
                        .orElse(Set.of());
        return switch (loop.run((router, now) -> router.fleet().join(said, now))) {
            case Joining.Joined(Node joined) -> {
                UnknownGpus.tell(joined, doubted);
                yield new Welcome.Accepted(joined);
            }
            case Joining.Full(int nodes) -> {
                Limits.hit(metrics, "router.fleet.max-nodes");
                yield new Welcome.Refused("the fleet is full: " + nodes + " nodes");
            }
        };
    }
}
