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
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.loop.RouterLoop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The NodeLink service. A stream begins with a hello that is accepted or {@linkplain Handshake
 * refused}; the newest stream of an agent wins; a second agent of a node is refused; a stream that
 * ends, is silent or misbehaves takes its node down. Who comes with a certificate may speak for the
 * node that it names, and for no other.
 */
public final class AgentLinks extends NodeLinkService {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLinks.class);

    private final Vertx vertx;
    private final RouterLoop loop;
    private final MeterRegistry metrics;
    private final Counter reports;
    private final LinkRules rules;
    private final Handshake handshake;
    private final NodeEventFilter events;
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
        this.vertx = vertx;
        this.loop = loop;
        this.metrics = metrics;
        this.reports = metrics.counter("wattmill_router_reports");
        this.rules = rules;
        this.events = new NodeEventFilter(loop, metrics, rules.eventsPerMinute(), events);
        this.handshake = new Handshake(loop, metrics, rules, this::isHeldByAnother);
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

    private boolean isHeldByAnother(String nodeId, AgentConnection than) {
        AgentConnection holder = byNode.get(nodeId);
        return holder != null && holder != than;
    }

    private void hello(AgentConnection connection, NodeHello hello) {
        if (!connection.admitsHello(loop.nanos())) {
            Limits.hit(metrics, "router.fleet.report-interval");
            cut(
                    connection,
                    GrpcStatus.RESOURCE_EXHAUSTED,
                    "more hellos than reports are asked for");
            return;
        }
        switch (handshake.take(hello, connection)) {
            case Welcome.Accepted(Node node) -> accept(connection, node);
            case Welcome.Refused(String reason) -> connection.refuse(reason);
            case Welcome.Changed(String reason) -> {
                connection.refuse(reason);
                left(connection, "agent changed its node");
            }
            case Welcome.Imposture(String reason) -> {
                connection.deny(reason);
                left(connection, "agent claimed another node");
            }
        }
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
        speaksFor(connection)
                .flatMap(id -> reported(id, ReportParser.parse(report)))
                .ifPresentOrElse(
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
        speaksFor(connection)
                .ifPresent(
                        node -> {
                            events.told(connection, node, event);
                            send(connection, Commands.eventTaken(event));
                        });
    }

    /** The node, while no newer connection took over. */
    private Optional<String> speaksFor(AgentConnection connection) {
        return connection.nodeId().filter(id -> byNode.get(id) == connection);
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
