// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.watch.Watched;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;

import java.time.Duration;
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
        STREAMING,
        /** The caller has its answer; the engine has not ended its response. */
        LINGERING,
        OVER
    }

    private final Relay relay;
    private final RelayConfig config;
    private final Job job;
    private final Reply reply;
    private final RequestBooks books;
    private final Closing closing;
    private final Observations observations;
    private final Journey journey;
    private final Pacing pacing;
    private final RequestWatch watch;
    private Runnable whenOver = () -> {};
    private Phase phase = Phase.PLACING;
    private Passage passage;
    private EngineCall call;

    Exchange(Relay relay, Job job, Reply reply, RequestBooks books) {
        this.relay = relay;
        this.config = relay.parts().config();
        this.job = job;
        this.reply = reply;
        this.books = books;
        this.observations =
                new Observations(relay.parts().observer(), relay.parts().clock(), job.requestId());
        this.journey = new Journey(relay, job, books, observations, this);
        this.watch = new RequestWatch(relay, job);
        this.closing = new Closing(relay, job, books, journey::prefixBlocks, watch);
        this.pacing = new Pacing(config, relay.watchdog().nanos());
        this.passage = Passage.none(relay, job.request().model());
        this.call = new EngineCall(relay, job, passage, 0, this);
    }

    /** Begins; {@code handler} is called once, when the caller has been answered or has left. */
    void start(Runnable handler) {
        whenOver = handler;
        relay.watchdog().add(this);
        reply.onGone(this::callerLeft);
        reply.onDrain(this::resume);
        journey.begin();
    }

    // --- placing

    @Override
    public void placing() {
        phase = Phase.PLACING;
        expect(config.placeTimeout());
    }

    @Override
    public void placed(int attempt, Passage way) {
        phase = Phase.CALLING;
        passage = way;
        expect(beginning(way));
        call = new EngineCall(relay, job, way, attempt, this);
        books.attempt(attempt, way);
        watch.attempt(attempt, way);
        call.start();
    }

    private Duration beginning(Passage way) {
        return way.placed().hasPrefill()
                ? config.prefillTimeout()
                : way.patience().beginning(job.request().stream());
    }

    @Override
    public void nowhere(ApiError error) {
        end(Outcome.OUTCOME_FAILED, new Tally(0, 1), reply.statusOf(error), error.code());
        reply.error(error);
    }

    // --- calling

    @Override
    public void started() {
        observations.started(call);
    }

    @Override
    public void prefilled(PrefillCall.Prefill prefill) {
        TokenVector tokens = books.prefilled(prefill.usage(), passage);
        observations.prefilled(call, tokens);
        passage.prefilled();
        expect(passage.patience().beginning(job.request().stream()));
    }

    @Override
    public void output(EngineJson chunk) {
        watch.output(chunk);
        passage.answered();
        if (closing.firstOutput()) {
            observations.firstToken(call);
        }
    }

    @Override
    public void write(List<Slice> pieces) {
        if (phase == Phase.CALLING) {
            phase = Phase.STREAMING;
            journey.named(reply).beginEvents();
        }
        expectMore();
        reply.write(pieces, call.tally().made());
        if (reply.isFull() && pacing.block(relay.watchdog().nanos())) {
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
        last.ifPresent(chunk -> books.responseId(call.rendering().responseId(chunk)));
        completed(call.finishReason())
                .ifPresent(
                        bill -> {
                            List<Slice> end = call.rendering().end(usage, last, bill);
                            if (!reply.isCommitted()) {
                                journey.named(reply).beginEvents();
                            }
                            linger();
                            call.rendering().remember(end, reply::end);
                        });
    }

    @Override
    public void answer(EngineJson answer) {
        books.responseId(call.rendering().responseId(answer));
        watch.answer(answer);
        completed(answer.finishReason())
                .ifPresent(
                        bill -> {
                            List<Slice> body = call.rendering().answer(answer, bill);
                            linger();
                            call.rendering()
                                    .remember(body, kept -> journey.named(reply).json(200, kept));
                        });
    }

    private Optional<Bill> completed(String finishReason) {
        passage.ended(Ending.GOOD);
        Tokens tokens = call.tally().complete();
        books.handedCached(call.handedCached());
        Optional<Metering> metering = closing.completed(tokens, finishReason);
        if (metering.isEmpty()) {
            unrecorded();
        }
        observations.finished(call, tokens, finishReason);
        long endedAtUs = books.closed().getEndedAtUs();
        return metering.map(figures -> new Bill(tokens.usage(), figures.shown(), endedAtUs));
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
            expect(config.idleTimeout());
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
        relay.parts().metrics().attemptFailed(failure.reason());
        observations.failed(call, failure);
        watch.attemptFailed(failure);
        if (call.isPrefilling()) {
            passage.promptFailed(failure.ending());
        } else {
            passage.ended(failure.ending());
        }
        call.giveUp();
        Optional<ApiError> last =
                failure.elsewhere() && !reply.isCommitted()
                        ? journey.after(failure, call)
                        : Optional.of(failure.error());
        last.ifPresent(error -> giveUp(failure.reason(), error));
    }

    /**
     * What was written will reach the caller, for its connection ends well: it counts as delivered.
     */
    private void giveUp(String reason, ApiError error) {
        Tally tally = call.tally();
        if (reply.isCommitted()) {
            tally.delivered(tally.made());
        }
        int status = reply.isCommitted() ? 200 : reply.statusOf(error);
        end(Outcome.OUTCOME_FAILED, tally, status, reason);
        tell(error);
    }

    /** A stream that has begun ends in its API's own words, where it has any. */
    private void tell(ApiError error) {
        reply.error(
                error, reply.isCommitted() ? call.rendering().failure(error) : Optional.empty());
    }

    private void callerLeft() {
        switch (phase) {
            case LINGERING, OVER -> {}
            case PLACING -> {
                journey.giveUp();
                abort(new Tally(0, 1));
            }
            case CALLING, STREAMING -> {
                call.tally().delivered(reply.flushed());
                observations.aborted(call);
                call.giveUp();
                abort(call.tally());
            }
        }
    }

    private void abort(Tally tally) {
        end(Outcome.OUTCOME_ABORTED, tally, CLIENT_CLOSED, "client_closed");
    }

    /** Something threw on its way: the request ends as failed, unless it has ended. */
    void breakOff() {
        switch (phase) {
            case LINGERING, OVER -> {}
            case PLACING -> {
                journey.giveUp();
                end(Outcome.OUTCOME_FAILED, new Tally(0, 1), INTERNAL, "internal");
            }
            case CALLING, STREAMING -> {
                call.giveUp();
                end(Outcome.OUTCOME_FAILED, call.tally(), INTERNAL, "internal");
            }
        }
    }

    private void end(Outcome outcome, Tally tally, int status, String code) {
        if (!closing.brokenOff(outcome, tally, call.finishReason(), status, code)) {
            unrecorded();
        }
        leave();
    }

    private void leave() {
        phase = Phase.OVER;
        passage.ended(Ending.UNDECIDED);
        relay.watchdog().remove(this);
        release();
    }

    private void release() {
        Runnable once = whenOver;
        whenOver = () -> {};
        once.run();
    }

    // --- time

    private void expect(Duration time) {
        pacing.expect(time, relay.watchdog().nanos());
    }

    private void expectMore() {
        Duration idle = passage.patience().idle();
        pacing.expectMore(idle, closing.sawOutput(), relay.watchdog().nanos());
    }

    @Override
    public void check(long now) {
        switch (pacing.at(now)) {
            case IN_TIME -> {}
            case STALLED -> reply.cut();
            case LATE ->
                    late(
                            call.isPrefilling()
                                    ? EngineFailure.prefillLate()
                                    : EngineFailure.late(closing.sawOutput()));
            case SPENT -> late(EngineFailure.outOfTime());
        }
    }

    private void late(EngineFailure failure) {
        switch (phase) {
            case PLACING -> {
                journey.giveUp();
                nowhere(Placer.unavailable());
            }
            case CALLING, STREAMING -> failed(failure);
            case LINGERING -> {
                call.giveUp();
                leave();
            }
            case OVER -> {}
        }
    }

    /** Progress for journal and router; nothing before the engine is called or after the end. */
    Optional<Journal.Mark> mark() {
        if (phase != Phase.CALLING && phase != Phase.STREAMING) {
            return Optional.empty();
        }
        call.tally().delivered(reply.flushed());
        if (closing.sawOutput()) {
            observations.progress(call);
        }
        return books.mark(call.tally());
    }
}
