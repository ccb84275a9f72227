// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.wattmill.contract.fleet.v1.CommandResult;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeLinkService;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** The router's end of the stream: accepts every node, and remembers what it says. */
public final class RouterEnd extends NodeLinkService {

    private final Vertx vertx;
    private final List<List<NodeMessage>> sessions = new CopyOnWriteArrayList<>();
    private volatile Feed<NodeCommand> commands;

    /** An end that nobody has called yet. */
    public RouterEnd(Vertx vertx) {
        this.vertx = vertx;
        this.commands = Feed.of(vertx, 64);
    }

    @Override
    public Future<ReadStream<NodeCommand>> connect(ReadStream<NodeMessage> messages) {
        List<NodeMessage> session = new CopyOnWriteArrayList<>();
        Feed<NodeCommand> answers = Feed.of(vertx, 64);
        sessions.add(session);
        commands = answers;
        messages.endHandler(_ -> answers.end());
        messages.handler(
                message -> {
                    session.add(message);
                    if (message.hasEvent()) {
                        answers.offer(taken(message.getEvent()));
                    }
                });
        answers.offer(
                NodeCommand.newBuilder()
                        .setAccepted(NodeCommand.Accepted.getDefaultInstance())
                        .build());
        return Future.succeededFuture(answers);
    }

    @Override
    protected void connect(ReadStream<NodeMessage> messages, WriteStream<NodeCommand> answers) {
        Rpc.stream(this::connect, messages, answers);
    }

    private static NodeCommand taken(NodeEvent event) {
        return NodeCommand.newBuilder()
                .setEventTaken(
                        NodeCommand.EventTaken.newBuilder()
                                .setBootId(event.getBootId())
                                .setSequence(event.getSequence()))
                .build();
    }

    /** Every event that arrived, in all sessions. */
    public List<NodeEvent> events() {
        return sessions.stream()
                .flatMap(List::stream)
                .filter(NodeMessage::hasEvent)
                .map(NodeMessage::getEvent)
                .toList();
    }

    /** Orders something of the node that called last. */
    public void order(NodeCommand command) {
        commands.offer(command);
    }

    /** Ends the newest session. */
    public void hangUp() {
        commands.end();
    }

    /** Sessions so far. */
    public int sessions() {
        return sessions.size();
    }

    /** Everything that was said in one session. */
    public List<NodeMessage> session(int index) {
        return sessions.get(index);
    }

    /** The newest hello, waited for. */
    public NodeHello hello(Predicate<NodeHello> wanted) {
        return last(NodeMessage::hasHello, NodeMessage::getHello, wanted, "a hello");
    }

    /** The newest report, waited for. */
    public NodeReport report(Predicate<NodeReport> wanted) {
        return last(NodeMessage::hasReport, NodeMessage::getReport, wanted, "a report");
    }

    /** The answer to a command, waited for. */
    public CommandResult result(String commandId) {
        return last(
                NodeMessage::hasCommandResult,
                NodeMessage::getCommandResult,
                result -> result.getCommandId().equals(commandId),
                "an answer to " + commandId);
    }

    /** The newest part of a kind that fits, waited for. */
    public <T> T last(
            Predicate<NodeMessage> kind,
            Function<NodeMessage, T> part,
            Predicate<T> wanted,
            String what) {
        Await.until(() -> newest(kind, part, wanted).isPresent(), what);
        return newest(kind, part, wanted).orElseThrow();
    }

    private <T> Optional<T> newest(
            Predicate<NodeMessage> kind, Function<NodeMessage, T> part, Predicate<T> wanted) {
        return sessions.stream()
                .skip(Math.max(0, sessions.size() - 1))
                .flatMap(List::stream)
                .filter(kind)
                .map(part)
                .filter(wanted)
                .reduce((_, newer) -> newer);
    }
}
