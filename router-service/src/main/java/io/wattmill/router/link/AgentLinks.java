// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.StatusException;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeLinkService;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.tls.Peers;
import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Joining;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.loop.RouterLoop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The NodeLink service. A stream begins with a hello that is accepted or refused; the newest stream
 * of an agent wins; a second agent of a node is refused; a stream that ends, is silent or
 * misbehaves takes its node down. Who comes with a certificate may speak for the node that it
 * names, and for no other.
 */
public final class AgentLinks extends NodeLinkService {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLinks.class);

    private final Vertx vertx;
    private final RouterLoop loop;
    private final MeterRegistry metrics;
    private final Counter reports;
    private final Counter duplicates;
    private final LinkRules rules;
    private final HelloParser parser;
    private final NodeEvents events;
    private final Map<String, AgentConnection> byNode = new HashMap<>();

    /**
     * @param events hears of what happens on nodes
     */
    public AgentLinks(
            Vertx vertx,
            RouterLoop loop,
            MeterRegistry metrics,
            LinkRules rules,
            NodeEvents events) {
        this.events = events;
        this.vertx = vertx;
        this.loop = loop;
        this.metrics = metrics;
        this.reports = metrics.counter("wattmill_router_reports");
        this.duplicates = metrics.counter("wattmill_router_duplicate_nodes");
        this.rules = rules;
        this.parser = new HelloParser(rules.hello(), rules.hosted());
    }

    @Override
    public Future<ReadStream<NodeCommand>> connect(ReadStream<NodeMessage> messages) {
        Context caller = vertx.getOrCreateContext();
        AgentConnection connection = new AgentConnection(caller, Peers.current(), messages, rules);
        messages.pause();
        messages.handler(message -> loop.post(() -> take(connection, message)));
        messages.exceptionHandler(e -> loop.post(() -> ended(connection, "connection lost", e)));
        messages.endHandler(_ -> loop.post(() -> left(connection, "agent left")));
        connection.listen();
        return Future.succeededFuture(connection.commands());
    }

    @Override
    protected void connect(ReadStream<NodeMessage> messages, WriteStream<NodeCommand> commands) {
        Rpc.stream(this::connect, messages, commands);
    }

    private void take(AgentConnection connection, NodeMessage message) {
        if (connection.commands().isOver()) {
            return;
        }
        switch (message.getKindCase()) {
            case HELLO -> hello(connection, message.getHello());
            case REPORT -> report(connection, message.getReport());
            case EVENT -> event(connection, message.getEvent());
            case COMMAND_RESULT, KIND_NOT_SET -> {}
        }
        connection.taken();
    }

    private void hello(AgentConnection connection, NodeHello hello) {
        if (!rules.admits(hello.getJoinSecret())) {
            connection.refuse("the join secret is wrong");
            LOG.atWarn().addKeyValue("node", hello.getNodeId()).log("agent without the secret");
            return;
        }
        switch (parser.parse(hello)) {
            case Parsed.Valid(NodeDescription node) -> join(connection, node);
            case Parsed.Invalid(String reason) -> connection.refuse(reason);
            case Parsed.TooMuch(String limit) -> {
                Limits.hit(metrics, "router." + limit);
                connection.refuse("the hello exceeds router." + limit);
            }
        }
    }

    private void join(AgentConnection connection, NodeDescription node) {
        Optional<String> imposture = connection.imposture(node.nodeId());
        if (imposture.isPresent()) {
            connection.deny(imposture.get());
            LOG.atWarn().addKeyValue("reason", imposture.get()).log("agent of another node");
            left(connection, "agent claimed another node");
            return;
        }
        if (connection.nodeId().filter(id -> !id.equals(node.nodeId())).isPresent()) {
            connection.refuse("a connection speaks for one node");
            left(connection, "agent changed its node");
            return;
        }
        if (isTaken(connection, node)) {
            return;
        }
        Set<String> doubted =
                loop.run((router, _) -> router.fleet().find(node.nodeId()))
                        .map(known -> UnknownGpus.of(known.description()))
                        .orElse(Set.of());
        switch (loop.run((router, now) -> router.fleet().join(node, now))) {
            case Joining.Joined(Node joined) -> {
                UnknownGpus.tell(joined, doubted);
                accept(connection, joined);
            }
            case Joining.Full(int nodes) -> {
                Limits.hit(metrics, "router.fleet.max-nodes");
                connection.refuse("the fleet is full: " + nodes + " nodes");
            }
        }
    }

    /** While an agent is connected and not silent, no other one takes its name. */
    private boolean isTaken(AgentConnection connection, NodeDescription said) {
        AgentConnection holder = byNode.get(said.nodeId());
        if (holder == null || holder == connection) {
            return false;
        }
        Optional<String> rival = loop.run((router, now) -> rival(router.fleet(), said, now));
        rival.ifPresent(
                reason -> {
                    duplicates.increment();
                    connection.refuse(reason);
                    LOG.atWarn().addKeyValue("node", said.nodeId()).log(reason);
                });
        return rival.isPresent();
    }

    private static Optional<String> rival(Fleet fleet, NodeDescription said, Moment now) {
        return fleet.find(said.nodeId())
                .filter(present -> Rivals.differ(present, said))
                .map(present -> Rivals.refusal(present, said, now));
    }

    private void accept(AgentConnection connection, Node node) {
        connection.joined(node.id());
        AgentConnection before = byNode.put(node.id(), connection);
        if (before != null && before != connection) {
            before.refuse("a newer connection of this node took over");
        }
        send(connection, Commands.accepted(rules.reportIntervalMs()));
        sendPriors(connection, node);
        node.drainReason().ifPresent(reason -> send(connection, Commands.drain(reason)));
    }

    /** Energy priors follow the batch that an engine is used at; only what changed is sent. */
    private void sendPriors(AgentConnection connection, Node node) {
        for (Engine engine : node.engines()) {
            EnergyCoefficients prior = loop.run((router, _) -> router.slot(engine).prior());
            String id = engine.key().engineId();
            if (engine.shape().known() && connection.isNewPrior(id, prior.version())) {
                send(connection, Commands.energyPrior(engine, prior));
            }
        }
    }

    private void report(AgentConnection connection, NodeReport report) {
        reports.increment();
        if (!connection.admitsReport(loop.nanos())) {
            Limits.hit(metrics, "router.fleet.report-interval");
            return;
        }
        Optional<Node> node =
                connection
                        .nodeId()
                        .filter(id -> byNode.get(id) == connection)
                        .flatMap(id -> reported(id, ReportParser.parse(report)));
        node.ifPresentOrElse(
                known -> sendPriors(connection, known),
                () -> connection.refuse("a report before a hello"));
    }

    private Optional<Node> reported(String nodeId, NodeReading reading) {
        return loop.run(
                (router, now) ->
                        router.report(nodeId, reading, now)
                                ? router.fleet().find(nodeId)
                                : Optional.empty());
    }

    private void event(AgentConnection connection, NodeEvent event) {
        Optional<String> node = connection.nodeId().filter(id -> byNode.get(id) == connection);
        node.filter(id -> isNews(id, event)).ifPresent(id -> happened(connection, id, event));
        node.ifPresent(_ -> send(connection, Commands.eventTaken(event)));
    }

    private boolean isNews(String nodeId, NodeEvent event) {
        return loop.run((router, _) -> router.fleet().find(nodeId))
                .map(node -> node.takeEvent(event.getBootId(), event.getSequence()))
                .orElse(false);
    }

    private void happened(AgentConnection connection, String nodeId, NodeEvent event) {
        long nanos = loop.run((_, now) -> now.nanos());
        if (!connection.admitsEvent(nanos, rules.eventsPerMinute())) {
            Limits.hit(metrics, "router.fleet.max-events");
            return;
        }
        LOG.atInfo()
                .addKeyValue("node", nodeId)
                .addKeyValue("code", event.getCode())
                .addKeyValue("subject", event.getSubject())
                .log("node event");
        events.happened(nodeId, event);
    }

    private void send(AgentConnection connection, NodeCommand command) {
        if (!connection.send(command)) {
            Limits.hit(metrics, "router.fleet.link-queue");
            cut(connection, GrpcStatus.RESOURCE_EXHAUSTED, "the agent does not take its commands");
        }
    }

    private void ended(AgentConnection connection, String reason, Throwable cause) {
        LOG.atDebug()
                .addKeyValue("node", connection.nodeId().orElse("unknown"))
                .setCause(cause)
                .log("agent connection failed");
        left(connection, reason);
    }

    private void left(AgentConnection connection, String reason) {
        connection.commands().end();
        connection
                .nodeId()
                .filter(id -> byNode.remove(id, connection))
                .ifPresent(id -> loop.run((router, now) -> router.fleet().leave(id, reason, now)));
    }

    private void cut(AgentConnection connection, GrpcStatus status, String reason) {
        connection.commands().fail(new StatusException(status, reason));
        left(connection, reason);
    }

    /** Cuts the connection of a node that went down for its silence. On the owner's context. */
    public void cutSilent(String nodeId) {
        Optional.ofNullable(byNode.remove(nodeId))
                .ifPresent(
                        connection ->
                                cut(connection, GrpcStatus.DEADLINE_EXCEEDED, "no report in time"));
    }

    /** Tells the agent of a node to drain, if it is connected. On the owner's context. */
    public void drain(String nodeId, String reason) {
        Optional.ofNullable(byNode.get(nodeId))
                .ifPresent(connection -> send(connection, Commands.drain(reason)));
    }

    /** Tells the agent of a node to resume, if it is connected. On the owner's context. */
    public void resume(String nodeId) {
        Optional.ofNullable(byNode.get(nodeId))
                .ifPresent(connection -> send(connection, Commands.resume()));
    }

    /** Ends every connection; agents connect elsewhere or again. On the owner's context. */
    public void close() {
        byNode.values().forEach(connection -> connection.commands().end());
        byNode.clear();
    }
}
