// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.watch.Watched;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;

import java.util.List;
import java.util.Optional;

/**
 * One request on its way: placed, called, streamed, ended. One event loop. At every end the books
 * are closed in the journal first, then the last bytes go to the caller.
 */
final class Exchange implements Watched, CallListener, Journey.Traveller {

    private static final int CLIENT_CLOSED = 499;
    private static final int INTERNAL = 500;

    private enum Phase {
        PLACING,
        CALLING,
        /** The caller has its answer; the engine has not ended its response. */
        LINGERING,
        OVER
    }

    private final Relay relay;
    private final Job job;
    private final Journey journey;
    private final Reports reports;
    private final Delivery delivery;
    private final Pacing pacing;
    private Runnable whenOver = () -> {};
    private Phase phase = Phase.PLACING;
    private EngineCall call;

    Exchange(Relay relay, Job job, Reply reply, RequestBooks books) {
        this.relay = relay;
        this.job = job;
        var observations =
                new Observations(relay.parts().observer(), relay.parts().clock(), job.requestId());
        this.journey = new Journey(relay, job, books, observations, this);
        this.reports = new Reports(relay, job, books, observations, journey::prefixBlocks);
        this.delivery = new Delivery(reply, journey::named);
        this.pacing =
                new Pacing(relay.parts().config(), job.request().stream(), relay.watchdog()::nanos);
        Passage none = Passage.none(relay, job.request().model());
        this.call = new EngineCall(relay, job, none, 0, this);
    }

    /** Begins; {@code handler} is called once, when the caller has been answered or has left. */
    void start(Runnable handler) {
        whenOver = handler;
        relay.watchdog().add(this);
        delivery.start(this::callerLeft, this::resume);
        journey.begin();
    }

    // --- placing

    @Override
    public void placing() {
        phase = Phase.PLACING;
        pacing.placing();
    }

    @Override
    public void placed(int attempt, Passage way) {
        phase = Phase.CALLING;
        pacing.calling(way);
        call = new EngineCall(relay, job, way, attempt, this);
        reports.called(call);
        call.start();
    }

    @Override
    public void nowhere(ApiError error) {
        end(Outcome.OUTCOME_FAILED, new Tally(0, 1), delivery.statusOf(error), error.code());
        tell(error);
    }

    // --- calling

    @Override
    public void started() {
        reports.started(call);
    }

    @Override
    public void prefilled(PrefillCall.Prefill prefill) {
        reports.prefilled(call, prefill);
        pacing.answering(call.passage());
    }

    @Override
    public void output(EngineJson chunk) {
        reports.output(call, chunk);
    }

    @Override
    public void write(List<Slice> pieces) {
        expectMore();
        if (!delivery.write(pieces, call.tally().made()) && pacing.block()) {
            call.pause();
        }
    }

    private void resume() {
        if (pacing.unblock()) {
            expectMore();
            call.resume();
        }
    }

    // --- good ends

    @Override
    public void complete(Optional<EngineJson> usage, Optional<EngineJson> last) {
        last.ifPresent(chunk -> reports.last(call, chunk));
        completed(call.finishReason())
                .ifPresent(
                        bill -> {
                            List<Slice> end = call.rendering().end(usage, last, bill);
                            delivery.begin();
                            linger();
                            delivery.end(end, call.rendering());
                        });
    }

    @Override
    public void answer(EngineJson answer) {
        reports.answer(call, answer);
        completed(answer.finishReason())
                .ifPresent(
                        bill -> {
                            List<Slice> body = call.rendering().answer(answer, bill);
                            linger();
                            delivery.answer(body, call.rendering());
                        });
    }

    private Optional<Bill> completed(String finishReason) {
        Tokens tokens = call.tally().complete();
        Optional<Bill> bill = reports.completed(call, tokens, finishReason);
        if (bill.isEmpty()) {
            unrecorded();
        }
        reports.finished(call, tokens, finishReason);
        return bill;
    }

    private void unrecorded() {
        call.giveUp();
        leave();
        tell(ApiError.internal("The request could not be recorded."));
    }

    /** The caller's part is over; the engine's connection is watched until it can be used again. */
    private void linger() {
        release();
        if (call.isClosed()) {
            leave();
        } else {
            phase = Phase.LINGERING;
            pacing.lingering();
        }
    }

    @Override
    public void closed() {
        if (phase == Phase.LINGERING) {
            leave();
        }
    }

    // --- other ends

    @Override
    public void failed(EngineFailure failure) {
        reports.failed(call, failure);
        call.giveUp();
        Optional<ApiError> last =
                failure.elsewhere() && !delivery.isCommitted()
                        ? journey.after(failure, call)
                        : Optional.of(failure.error());
        last.ifPresent(error -> giveUp(failure.reason(), error));
    }

    private void giveUp(String reason, ApiError error) {
        delivery.countWritten(call.tally());
        end(Outcome.OUTCOME_FAILED, call.tally(), delivery.statusOf(error), reason);
        tell(error);
    }

    private void tell(ApiError error) {
        delivery.fail(error, call::rendering);
    }

    private void callerLeft() {
        if (phase == Phase.CALLING) {
            delivery.count(call.tally());
            reports.aborted(call);
        }
        breakOff(Outcome.OUTCOME_ABORTED, CLIENT_CLOSED, "client_closed");
    }

    /** Something threw on its way: the request ends as failed, unless it has ended. */
    void breakOff() {
        breakOff(Outcome.OUTCOME_FAILED, INTERNAL, "internal");
    }

    private void breakOff(Outcome outcome, int status, String code) {
        switch (phase) {
            case LINGERING, OVER -> {}
            case PLACING -> {
                journey.giveUp();
                end(outcome, new Tally(0, 1), status, code);
            }
            case CALLING -> {
                call.giveUp();
                end(outcome, call.tally(), status, code);
            }
        }
    }

    private void end(Outcome outcome, Tally tally, int status, String code) {
        if (!reports.brokenOff(outcome, tally, call.finishReason(), status, code)) {
            unrecorded();
        }
        leave();
    }

    private void leave() {
        phase = Phase.OVER;
        call.passage().ended(Ending.UNDECIDED);
        relay.watchdog().remove(this);
        release();
    }

    private void release() {
        Runnable once = whenOver;
        whenOver = () -> {};
        once.run();
    }

    // --- time

    private void expectMore() {
        pacing.streaming(call.passage(), reports.sawOutput());
    }

    @Override
    public void check(long now) {
        switch (pacing.at(now)) {
            case IN_TIME -> {}
            case STALLED -> delivery.cut();
            case LATE ->
                    late(
                            call.isPrefilling()
                                    ? EngineFailure.prefillLate()
                                    : EngineFailure.late(reports.sawOutput()));
            case SPENT -> late(EngineFailure.outOfTime());
        }
    }

    private void late(EngineFailure failure) {
        switch (phase) {
            case PLACING -> {
                journey.giveUp();
                nowhere(Placer.unavailable());
            }
            case CALLING -> failed(failure);
            case LINGERING -> {
                call.giveUp();
                leave();
            }
            case OVER -> {}
        }
    }

    /** Progress for journal and router; nothing before the engine is called or after the end. */
    Optional<Journal.Mark> mark() {
        if (phase != Phase.CALLING) {
            return Optional.empty();
        }
        delivery.count(call.tally());
        return reports.mark(call);
    }
}
