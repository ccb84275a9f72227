// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Brings meter reports to billing: in order, those of earlier runs of the agent first, a window of
 * them on their way at once, each kept until it is acknowledged. A new session begins with the
 * oldest that is not.
 */
public final class BillingLink {

    private static final Logger LOG = LoggerFactory.getLogger(BillingLink.class);
    private static final int CHECKS_PER_TIMEOUT = 4;

    private final LinkGround ground;
    private final Backlog<MeterReport> backlog;
    private final LinkHealth health;
    private final Gauge waiting;
    private final Reconnecting<MeterReport, MeterAck> stream;
    private Promise<Void> empty = Promise.promise();
    private final SendWindow<MeterReport> window;
    private final Overtaken overtaken;
    private long progressNanos;
    private long timer;

    /** A link for what is and comes into {@code backlog}; its first report opens it. */
    public BillingLink(
            LinkGround ground, Dialer<MeterReport, MeterAck> dialer, Backlog<MeterReport> backlog) {
        this.ground = ground;
        this.backlog = backlog;
        this.window = new SendWindow<>(backlog, ground.config().meterWindow());
        this.overtaken = new Overtaken(ground);
        this.health = new LinkHealth(ground, "billing");
        this.waiting =
                Gauge.builder("wattmill_agent_meter_buffer_reports", backlog, Backlog::size)
                        .description("Meter reports that billing has not acknowledged")
                        .tag("node", ground.node())
                        .register(ground.registry());
        Backoff backoff = ground.config().meterBackoff();
        this.stream = new Reconnecting<>(ground, dialer, backoff, health, new BillingPeer());
    }

    /** Sends what an earlier run left, and watches for acknowledgements that do not come. */
    public void start() {
        backlog.onReady(this::sendAll);
        sendAll();
        long millis = Math.max(1, ground.config().ackTimeout().toMillis() / CHECKS_PER_TIMEOUT);
        timer = ground.context().owner().setPeriodic(millis, _ -> check());
    }

    /** Ends the stream; what is not acknowledged stays in the backlog. */
    public void stop() {
        ground.cancelTimer(timer);
        stream.stop();
        health.close();
        ground.registry().remove(waiting);
    }

    /** Takes the next report. */
    public void report(MeterReport report) {
        overtaken.own(report.getBootId());
        backlog.append(report);
        sendAll();
    }

    private void sendAll() {
        stream.connect();
        pump();
    }

    /** Completes when every report so far is acknowledged. */
    public Future<Void> flushed() {
        if (backlog.size() == 0) {
            return Future.succeededFuture();
        }
        return empty.future();
    }

    private void pump() {
        Optional<Kept<MeterReport>> next = nextInWindow();
        while (next.isPresent() && stream.send(next.get().item())) {
            progressNanos = window.isEmpty() ? ground.ticker().nanos() : progressNanos;
            window.sent(next.get());
            overtaken.sent(next.get());
            next = nextInWindow();
        }
    }

    private Optional<Kept<MeterReport>> nextInWindow() {
        Optional<Kept<MeterReport>> next = window.next();
        while (next.filter(overtaken::is).isPresent()) {
            overtaken.tell(next.get());
            window.passOver(next.get());
            next = window.next();
        }
        return next;
    }

    /** Billing books in order: what was sent before the acknowledged one is booked too. */
    private void acknowledged(MeterAck ack) {
        if (window.acknowledged(report -> isOf(ack, report))) {
            progressNanos = ground.ticker().nanos();
        }
    }

    private static boolean isOf(MeterAck ack, MeterReport sent) {
        return sent.getBootId().equals(ack.getBootId()) && sent.getSequence() == ack.getSequence();
    }

    private void check() {
        long silentNanos = ground.ticker().nanos() - progressNanos;
        if (stream.open()
                && !window.isEmpty()
                && silentNanos > ground.config().ackTimeout().toNanos()) {
            stream.drop(new TimeoutException("billing does not acknowledge"));
        }
    }

    private final class BillingPeer implements Reconnecting.Peer<MeterAck> {

        @Override
        public boolean wanted() {
            return backlog.size() > 0;
        }

        @Override
        public void opened() {
            window.rewind();
            pump();
        }

        @Override
        public void lost() {
            window.rewind();
        }

        @Override
        public void received(MeterAck ack) {
            if (!ack.getRefusedReason().isEmpty()) {
                refused(ack);
            }
            stream.healthy();
            acknowledged(ack);
            tellEmpty();
            pump();
        }

        private void tellEmpty() {
            if (backlog.size() == 0) {
                empty.complete();
                empty = Promise.promise();
            }
        }

        private void refused(MeterAck ack) {
            ground.registry()
                    .counter("wattmill_agent_meter_refused", "node", ground.node())
                    .increment();
            LOG.atWarn()
                    .addKeyValue("node", ground.node())
                    .addKeyValue("sequence", ack.getSequence())
                    .addKeyValue("reason", ack.getRefusedReason())
                    .log("billing refused a meter report");
        }
    }
}
