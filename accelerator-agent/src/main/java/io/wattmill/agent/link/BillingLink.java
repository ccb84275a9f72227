// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wattmill.agent.buffer.ReportBuffer;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Brings meter reports to billing: in order, a window of them on their way at once, each kept until
 * it is acknowledged. A new session begins with the oldest that is not.
 */
public final class BillingLink {

    private static final Logger LOG = LoggerFactory.getLogger(BillingLink.class);
    private static final int CHECKS_PER_TIMEOUT = 4;

    private final LinkGround ground;
    private final String bootId;
    private final ReportBuffer buffer;
    private final LinkHealth health;
    private final Gauge waiting;
    private final Reconnecting<MeterReport, MeterAck> stream;
    private Promise<Void> empty = Promise.promise();
    private long ackedSequence;
    private long sentSequence;
    private long progressNanos;
    private long timer;

    /** A link for the reports of one boot; its first report opens it. */
    public BillingLink(
            LinkGround ground,
            Dialer<MeterReport, MeterAck> dialer,
            String bootId,
            ReportBuffer buffer) {
        this.ground = ground;
        this.bootId = bootId;
        this.buffer = buffer;
        this.health = new LinkHealth(ground, "billing");
        this.waiting =
                Gauge.builder("wattmill_agent_meter_buffer_reports", buffer, ReportBuffer::size)
                        .description("Meter reports that billing has not acknowledged")
                        .tag("node", ground.node())
                        .register(ground.registry());
        Backoff backoff = ground.config().meterBackoff();
        this.stream = new Reconnecting<>(ground, dialer, backoff, health, new BillingPeer());
    }

    /** Watches for acknowledgements that do not come. */
    public void start() {
        long millis = Math.max(1, ground.config().ackTimeout().toMillis() / CHECKS_PER_TIMEOUT);
        timer = ground.context().owner().setPeriodic(millis, _ -> check());
    }

    /** Ends the stream; what is not acknowledged is lost with this process. */
    public void stop() {
        ground.cancelTimer(timer);
        stream.stop();
        health.close();
        ground.registry().remove(waiting);
    }

    /** Takes the next report. */
    public void report(MeterReport report) {
        if (buffer.append(report)) {
            Limits.hit(ground.registry(), "agent.buffer.capacity");
        }
        stream.connect();
        pump();
    }

    /** Completes when every report so far is acknowledged. */
    public Future<Void> flushed() {
        if (buffer.size() == 0) {
            return Future.succeededFuture();
        }
        return empty.future();
    }

    private void pump() {
        Optional<MeterReport> next = nextInWindow();
        while (next.isPresent() && stream.send(next.get())) {
            progressNanos = onTheirWay() == 0 ? ground.ticker().nanos() : progressNanos;
            sentSequence = next.get().getSequence();
            next = nextInWindow();
        }
    }

    private Optional<MeterReport> nextInWindow() {
        return onTheirWay() < ground.config().meterWindow()
                ? buffer.after(sentSequence)
                : Optional.empty();
    }

    /** At most so many: where the full buffer left a hole, its sequences count as sent. */
    private long onTheirWay() {
        return sentSequence - ackedSequence;
    }

    /** Nothing is on its way; what comes next is the oldest that waits. */
    private void rewind() {
        ackedSequence = buffer.after(0).map(oldest -> oldest.getSequence() - 1).orElse(0L);
        sentSequence = ackedSequence;
    }

    private void check() {
        long silentNanos = ground.ticker().nanos() - progressNanos;
        if (stream.open()
                && onTheirWay() > 0
                && silentNanos > ground.config().ackTimeout().toNanos()) {
            stream.drop(new TimeoutException("billing does not acknowledge"));
        }
    }

    private final class BillingPeer implements Reconnecting.Peer<MeterAck> {

        @Override
        public boolean wanted() {
            return buffer.size() > 0;
        }

        @Override
        public void opened() {
            rewind();
            pump();
        }

        @Override
        public void lost() {
            rewind();
        }

        @Override
        public void received(MeterAck ack) {
            if (!ack.getBootId().equals(bootId)) {
                return;
            }
            if (!ack.getRefusedReason().isEmpty()) {
                refused(ack);
            }
            stream.healthy();
            progressNanos = ground.ticker().nanos();
            ackedSequence = Math.clamp(ack.getSequence(), ackedSequence, sentSequence);
            buffer.acknowledge(ackedSequence);
            tellEmpty();
            pump();
        }

        private void tellEmpty() {
            if (buffer.size() == 0) {
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
