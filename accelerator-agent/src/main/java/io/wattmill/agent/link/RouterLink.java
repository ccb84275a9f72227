// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.FleetMessages;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.contract.fleet.v1.CommandResult;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;

/**
 * Tells the router how the node stands: a hello first, and again when it would be another, which is
 * looked at once a second, and at once when something urgent happened or a device or engine came or
 * went; then reports. A report is state, so one that cannot be sent is dropped, not kept; an event
 * is kept until the router has taken it, over restarts of the router and, on disk, of the agent.
 */
public final class RouterLink {

    private static final Logger LOG = LoggerFactory.getLogger(RouterLink.class);
    private static final Duration REPORT_FASTEST = Duration.ofMillis(50);

    /** To make a hello and find it the same costs as much as a report. */
    private static final long HELLO_NANOS = Duration.ofSeconds(1).toNanos();

    private final LinkGround ground;
    private final NodeBoard board;
    private final Commands commands;
    private final LinkHealth health;
    private final Reconnecting<NodeMessage, NodeCommand> stream;
    private final Backlog<NodeEvent> events;
    private final SendWindow<NodeEvent> window;
    private NodeHello told = NodeHello.getDefaultInstance();
    private long greetedNanos;
    private long sequence;
    private long eventSequence;
    private long timer;
    private Duration period;

    /** A link for the node on {@code board}, opened by {@link #start}. */
    public RouterLink(
            LinkGround ground,
            Dialer<NodeMessage, NodeCommand> dialer,
            NodeBoard board,
            Backlog<NodeEvent> events) {
        this.ground = ground;
        this.board = board;
        this.events = events;
        this.window = new SendWindow<>(events, ground.config().eventWindow());
        this.commands = new Commands(board);
        this.health = new LinkHealth(ground, "router");
        this.period = ground.config().nodeReportPeriod();
        Backoff backoff = ground.config().nodeBackoff();
        this.stream = new Reconnecting<>(ground, dialer, backoff, health, new RouterPeer());
    }

    /** Opens the stream and reports from now on. */
    public void start() {
        events.onReady(this::tellAll);
        stream.connect();
        schedule();
    }

    /** Ends the stream. */
    public void stop() {
        ground.cancelTimer(timer);
        stream.stop();
        health.close();
    }

    /** Reports now, for what must not wait. */
    public void report() {
        report(true);
    }

    private void report(boolean urgent) {
        if (stream.open()) {
            NodePicture picture = board.picture();
            if (urgent || isHelloDue(picture)) {
                greet(picture);
            }
            NodeMessage.Builder message = NodeMessage.newBuilder();
            message.setReport(FleetMessages.report(picture, ++sequence, ground.clock().nowUs()));
            send(message.build());
        }
    }

    /** Tells the router of an event, now or when it is back. */
    public void tell(NodeEvent event) {
        events.append(
                event.toBuilder().setBootId(board.bootId()).setSequence(++eventSequence).build());
        tellAll();
    }

    /** Whether the router has accepted this node. */
    public boolean isUp() {
        return health.isUp();
    }

    /** Why not, for a person. */
    public String trouble() {
        return health.trouble();
    }

    private void schedule() {
        timer = ground.setTimer(period.toMillis(), this::reportOnTime);
    }

    private void reportOnTime() {
        report(false);
        schedule();
    }

    private boolean isHelloDue(NodePicture picture) {
        return ground.ticker().nanos() - greetedNanos >= HELLO_NANOS
                || told.getDevicesCount() != picture.devices().size()
                || told.getEnginesCount() != picture.engines().size();
    }

    /** Sends a hello when the router does not know this one. */
    private void greet(NodePicture picture) {
        greetedNanos = ground.ticker().nanos();
        NodeHello hello = FleetMessages.hello(picture);
        if (!hello.equals(told)) {
            told = hello;
            send(NodeMessage.newBuilder().setHello(hello).build());
        }
    }

    private void tellAll() {
        Optional<Kept<NodeEvent>> next = nextEvent();
        while (next.isPresent() && send(message(next.get()))) {
            window.sent(next.get());
            next = nextEvent();
        }
    }

    private Optional<Kept<NodeEvent>> nextEvent() {
        return health.isUp() ? window.next() : Optional.empty();
    }

    private static NodeMessage message(Kept<NodeEvent> kept) {
        return NodeMessage.newBuilder().setEvent(kept.item()).build();
    }

    private void taken(NodeCommand.EventTaken told) {
        if (window.acknowledged(event -> isOf(told, event))) {
            tellAll();
        }
    }

    private static boolean isOf(NodeCommand.EventTaken told, NodeEvent sent) {
        return sent.getBootId().equals(told.getBootId())
                && sent.getSequence() == told.getSequence();
    }

    /** A stream that takes no more is as good as dead. */
    private boolean send(NodeMessage message) {
        boolean sent = stream.send(message);
        if (!sent && stream.open()) {
            Limits.hit(ground.registry(), "agent.link.queue-capacity");
            stream.drop(new IllegalStateException("the router does not take reports"));
        }
        return sent;
    }

    private final class RouterPeer implements Reconnecting.Peer<NodeCommand> {

        @Override
        public boolean wanted() {
            return true;
        }

        @Override
        public void opened() {
            told = NodeHello.getDefaultInstance();
            window.rewind();
            report();
        }

        @Override
        public void received(NodeCommand command) {
            switch (command.getKindCase()) {
                case ACCEPTED -> accepted(command.getAccepted());
                case REFUSED -> refused(command.getRefused().getReason());
                case EVENT_TAKEN -> taken(command.getEventTaken());
                case DRAIN, RESUME, ENERGY_PRIOR, POWER_LEASE, PING, KIND_NOT_SET -> {}
            }
            answer(command);
        }

        @Override
        public void lost() {}

        private void accepted(NodeCommand.Accepted accepted) {
            stream.healthy();
            Duration wanted = Duration.ofMillis(accepted.getReportIntervalMs());
            boolean faster = wanted.compareTo(ground.config().nodeReportPeriod()) < 0;
            boolean sane = wanted.compareTo(REPORT_FASTEST) >= 0;
            period = faster && sane ? wanted : ground.config().nodeReportPeriod();
            tellAll();
        }

        private void refused(String reason) {
            String trouble = "refused: " + reason;
            if (!health.trouble().equals(trouble)) {
                LOG.atWarn()
                        .addKeyValue("node", ground.node())
                        .addKeyValue("reason", reason)
                        .log("the router refuses this node");
            }
            stream.drop(new IllegalStateException(trouble));
        }

        private void answer(NodeCommand command) {
            CommandResult result = commands.carryOut(command);
            if (!command.getCommandId().isEmpty()) {
                send(NodeMessage.newBuilder().setCommandResult(result).build());
            }
        }
    }
}
