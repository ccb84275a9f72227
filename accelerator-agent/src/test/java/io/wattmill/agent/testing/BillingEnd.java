// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLinkService;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.stream.Feed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Billing's end of the stream: remembers what arrived in each session, and acknowledges as told.
 */
public final class BillingEnd extends MeterLinkService {

    private final Vertx vertx;
    private final List<List<MeterReport>> sessions = new CopyOnWriteArrayList<>();
    private volatile Function<MeterReport, MeterAck> acks = BillingEnd::ack;

    /** An end that acknowledges everything. */
    public BillingEnd(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Future<ReadStream<MeterAck>> report(ReadStream<MeterReport> reports) {
        List<MeterReport> session = new CopyOnWriteArrayList<>();
        Feed<MeterAck> answers = Feed.of(vertx, 64);
        sessions.add(session);
        reports.endHandler(_ -> answers.end());
        reports.handler(
                report -> {
                    session.add(report);
                    MeterAck ack = acks.apply(report);
                    if (ack.getSequence() > 0) {
                        answers.offer(ack);
                    }
                });
        return Future.succeededFuture(answers);
    }

    @Override
    protected void report(ReadStream<MeterReport> reports, WriteStream<MeterAck> answers) {
        Rpc.stream(this::report, reports, answers);
    }

    /** Answers like this from now on; an answer without a sequence is none. */
    public void answer(Function<MeterReport, MeterAck> how) {
        acks = how;
    }

    /** The usual answer. */
    public static MeterAck ack(MeterReport report) {
        return MeterAck.newBuilder()
                .setBootId(report.getBootId())
                .setSequence(report.getSequence())
                .build();
    }

    /** Sessions so far. */
    public int sessions() {
        return sessions.size();
    }

    /** Everything that arrived in one session. */
    public List<MeterReport> session(int session) {
        return sessions.get(session);
    }

    /** Sequences that arrived in one session. */
    public List<Long> sequences(int session) {
        return sessions.get(session).stream().map(MeterReport::getSequence).toList();
    }

    /** Everything that arrived. */
    public List<MeterReport> reports() {
        return sessions.stream().flatMap(List::stream).toList();
    }
}
