// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wattmill.kit.time.Ticker;
import io.wattmill.twin.replay.client.Ended.Completed;
import io.wattmill.twin.replay.client.Ended.Failed;
import io.wattmill.twin.replay.report.ErrorClass;
import io.wattmill.twin.replay.report.Remark;
import io.wattmill.twin.replay.report.RunTally;
import io.wattmill.twin.trace.TraceRequest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends each request of a trace at its time, whatever became of those before it. The only exception
 * is the bound on requests in flight: beyond it a request is not sent at all, and counted. Belongs
 * to the event loop that makes it.
 */
public final class OpenLoop {

    private final Vertx vertx;
    private final ReplayConfig config;
    private final Load load;
    private final AckLog acks;
    private final ProgressListener listener;
    private final RunClock clock;
    private final ChatClient client;
    private final Pacer pacer;
    private final RunTally tally;
    private final Booking booking;
    private final LiveCounts live = new LiveCounts();
    private final Set<Exchange> active = new LinkedHashSet<>();
    private final Promise<Void> drained = Promise.promise();
    private boolean allSent;

    /** A run whose clock starts now. */
    public OpenLoop(
            Vertx vertx,
            Ticker ticker,
            ChatTarget target,
            ReplayConfig config,
            Load load,
            AckLog acks,
            ProgressListener listener) {
        this.vertx = vertx;
        this.config = config;
        this.load = load;
        this.acks = acks;
        this.listener = listener;
        this.client = new ChatClient(vertx, target, config);
        this.clock = new RunClock(ticker);
        this.pacer = new Pacer(vertx, clock, load.trace().requests(), this::send);
        this.tally = new RunTally(load.slo());
        this.booking = new Booking(tally);
    }

    /**
     * Sends everything; the tally once every answer has ended and every acknowledgement is written.
     */
    public Future<RunTally> run() {
        long deadlines =
                vertx.setPeriodic(config.deadlineCheck().toMillis(), _ -> checkDeadlines());
        long progress =
                vertx.setPeriodic(config.progressInterval().toMillis(), _ -> tellProgress());
        pacer.start().onSuccess(_ -> endWhenAllSent()).onFailure(this::breakOff);
        return drained.future()
                .map(
                        _ -> {
                            tellProgress();
                            return tally;
                        })
                .eventually(
                        () -> {
                            vertx.cancelTimer(deadlines);
                            vertx.cancelTimer(progress);
                            return client.close();
                        });
    }

    /** Sends nothing more and gives up what is in flight. */
    public void stop() {
        pacer.stop();
        List.copyOf(active)
                .forEach(
                        exchange ->
                                exchange.giveUp(
                                        new Failed(ErrorClass.STOPPED, "the run was stopped")));
    }

    private void send(TraceRequest request) {
        if (active.size() >= config.maxInFlight()) {
            tally.clientLimited(clock.nowUs());
            return;
        }
        byte[] body = load.bodies().of(request);
        Exchange exchange = new Exchange(clock, config, live::content);
        active.add(exchange);
        live.sent();
        tally.sent(clock.nowUs() - request.arrivalUs());
        client.send(exchange, body)
                .compose(ended -> settle(request, ended))
                .onFailure(this::breakOff)
                .onComplete(
                        _ -> {
                            active.remove(exchange);
                            endWhenDrained();
                        });
    }

    private Future<Void> settle(TraceRequest request, Ended ended) {
        return switch (ended) {
            case Completed completed -> settle(request, completed);
            case Failed(ErrorClass error, String message) -> {
                tally.failed(error, message, clock.nowUs());
                yield Future.succeededFuture();
            }
        };
    }

    private Future<Void> settle(TraceRequest request, Completed completed) {
        booking.enter(request, completed, clock.nowUs());
        if (completed.requestId().isEmpty() && acks.isKept()) {
            tally.remark(Remark.WITHOUT_REQUEST_ID);
        }
        return completed.requestId().map(acks::append).orElseGet(Future::succeededFuture);
    }

    /** An answer that cannot be acknowledged, or a bug, ends the run: its report would be wrong. */
    private void breakOff(Throwable cause) {
        drained.tryFail(cause);
        stop();
    }

    private void endWhenAllSent() {
        allSent = true;
        endWhenDrained();
    }

    private void endWhenDrained() {
        if (allSent && active.isEmpty()) {
            drained.tryComplete();
        }
    }

    private void checkDeadlines() {
        long nowUs = clock.nowUs();
        List.copyOf(active).forEach(exchange -> exchange.checkDeadlines(nowUs));
    }

    private void tellProgress() {
        listener.onProgress(
                live.take(clock.nowUs(), load.trace().requests().size(), active.size(), tally));
    }
}
