// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.vertx.core.Context;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.StatusException;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.tls.PeerIdentity;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One agent's stream. A few messages may be on their way to the router's context, so that an agent
 * that talks faster than the router listens waits in its own buffers; asking for the next ones is a
 * hop to the stream's context, and so done for several at a time.
 */
final class AgentConnection {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int ON_THEIR_WAY = 8;
    private static final int AT_A_TIME = ON_THEIR_WAY / 2;

    private final Context caller;
    private final Optional<PeerIdentity> peer;
    private final ReadStream<NodeMessage> messages;
    private final Feed<NodeCommand> commands;
    private final ReportAllowance reports;
    private final ReportAllowance hellos;
    private final Map<String, Long> priors = new HashMap<>();
    private Optional<String> nodeId = Optional.empty();
    private long eventsSinceNanos;
    private int events;
    private int taken;

    /**
     * @param peer whose certificate the stream came under; empty in clear text and in one JVM
     */
    AgentConnection(
            Context caller,
            Optional<PeerIdentity> peer,
            ReadStream<NodeMessage> messages,
            LinkRules rules) {
        this.caller = caller;
        this.peer = peer;
        this.messages = messages;
        this.commands = Feed.on(caller, rules.queue());
        this.reports = new ReportAllowance(rules.reportIntervalMs());
        this.hellos = new ReportAllowance(rules.reportIntervalMs());
    }

    Feed<NodeCommand> commands() {
        return commands;
    }

    /** Lets the first messages come. */
    void listen() {
        fetch(ON_THEIR_WAY);
    }

    /** A message was taken: lets more come, after some. */
    void taken() {
        if (++taken == AT_A_TIME) {
            taken = 0;
            fetch(AT_A_TIME);
        }
    }

    private void fetch(int count) {
        caller.runOnContext(_ -> messages.fetch(count));
    }

    /** It said hello: its engines may be others now, and what it was told of them is over. */
    void joined(String id) {
        priors.clear();
        nodeId = Optional.of(id);
    }

    /** The node, once its hello was accepted. */
    Optional<String> nodeId() {
        return nodeId;
    }

    /** Why its certificate does not speak for this node; empty when it does, or there is none. */
    Optional<String> imposture(String claimed) {
        return peer.filter(identity -> !identity.name().equals(claimed))
                .map(
                        identity ->
                                "the certificate speaks for node '"
                                        + identity.name()
                                        + "', the hello says '"
                                        + claimed
                                        + "'");
    }

    /** Whether the agent does not have this version of an engine's energy prior yet. */
    boolean isNewPrior(String engineId, long version) {
        return !Long.valueOf(version).equals(priors.put(engineId, version));
    }

    /** Whether a hello that comes now is read. */
    boolean admitsHello(long nanos) {
        return hellos.admits(nanos);
    }

    /** Whether a report that comes now is read. */
    boolean admitsReport(long nanos) {
        return reports.admits(nanos);
    }

    /** Whether another event may be passed on now, after at most so many in a minute. */
    boolean admitsEvent(long nanos, int perMinute) {
        if (events == 0 || nanos - eventsSinceNanos > MINUTE_NANOS) {
            eventsSinceNanos = nanos;
            events = 0;
        }
        return ++events <= perMinute;
    }

    /** False when the agent does not take its commands. */
    boolean send(NodeCommand command) {
        return commands.offer(command);
    }

    /** Says why, then ends. */
    void refuse(String reason) {
        commands.offer(Commands.refused(reason));
        commands.end();
    }

    /** Says why, then fails the call. */
    void deny(String reason) {
        commands.offer(Commands.refused(reason));
        commands.fail(new StatusException(GrpcStatus.PERMISSION_DENIED, reason));
    }
}
