// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.crash.CrashPoint;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.journal.JournalException;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.recording.FinishedRequest;
import io.wattmill.gateway.relay.RequestBooks.Ending;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.scoreboard.RequestBoard;
import io.wattmill.gateway.watch.Watched;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseText;
import io.wattmill.gateway.wire.UsageChunk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One request on its way: placed, called, streamed, ended. One event loop. At every end the books
 * are closed in the journal first, then the last bytes go to the caller.
 */
final class Exchange implements Watched, CallListener {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int CLIENT_CLOSED = 499;

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
    private final Observations observations;
    private final PlaceRequest.Builder question;
    private final long startedNanos;
    private Runnable whenOver = () -> {};
    private Phase phase = Phase.PLACING;
    private EngineCall call;
    private long deadlineNanos;
    private long blockedNanos;
    private boolean sawOutput;
    private OptionalLong ttftNanos = OptionalLong.empty();

    Exchange(Relay relay, Job job, Reply reply, RequestBooks books) {
        this.relay = relay;
        this.config = relay.parts().config();
        this.job = job;
        this.reply = reply;
        this.books = books;
        this.observations =
                new Observations(relay.parts().observer(), relay.parts().clock(), job.requestId());
        this.question = PlaceRequests.first(job, books.admittedAtUs(), config.maxPrefixBlocks());
        this.startedNanos = relay.watchdog().nanos();
        this.call = new EngineCall(relay, job, Placed.getDefaultInstance(), 0, this);
    }

    /** Begins; {@code handler} is called once, when the caller has been answered or has left. */
    void start(Runnable handler) {
        whenOver = handler;
        relay.watchdog().add(this);
        reply.onGone(this::callerLeft);
        reply.onDrain(this::resume);
        place();
    }

    // --- placing

    private void place() {
        phase = Phase.PLACING;
        deadlineIn(config.placeTimeout());
        int attempt = call.number() + 1;
        ask(question.setAttempt(attempt).build()).onComplete(answer -> placed(attempt, answer));
    }

    private Future<PlaceReply> ask(PlaceRequest request) {
        try {
            return relay.parts().placement().place(request);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void placed(int attempt, AsyncResult<PlaceReply> answer) {
        if (phase != Phase.PLACING) {
            if (answer.succeeded() && answer.result().hasPlaced()) {
                observations.notUsed(answer.result().getPlaced(), attempt);
            }
        } else if (answer.failed()) {
            LOG.atWarn()
                    .addKeyValue("request_id", job.requestId())
                    .setCause(answer.cause())
                    .log("no placement");
            refuse(routerUnavailable());
        } else {
            decided(attempt, answer.result());
        }
    }

    private void decided(int attempt, PlaceReply answer) {
        switch (answer.getOutcomeCase()) {
            case PLACED -> pricedOnly(attempt, answer.getPlaced());
            case UNPLACED -> {
                books.decision(answer.getUnplaced().getDecision());
                refuse(PlaceRequests.refusal(job, answer.getUnplaced()));
            }
            case OUTCOME_NOT_SET -> refuse(routerUnavailable());
        }
    }

    /** A model that is served and has no price is refused here where billing says so. */
    private void pricedOnly(int attempt, Placed placed) {
        if (books.lacksPrice()) {
            observations.notUsed(placed, attempt);
            refuse(PlaceRequests.unpriced(job));
        } else {
            call(attempt, placed);
        }
    }

    private static ApiError routerUnavailable() {
        return ApiError.unavailable(
                "router_unavailable", "Requests cannot be placed right now.", 1);
    }

    // --- calling

    /** A whole answer takes as long as all its tokens. */
    private void call(int attempt, Placed placed) {
        phase = Phase.CALLING;
        deadlineIn(job.request().stream() ? config.firstTokenTimeout() : config.answerTimeout());
        call = new EngineCall(relay, job, placed, attempt, this);
        books.attempt(placed);
        call.start();
    }

    @Override
    public void started() {
        observations.started(call);
    }

    @Override
    public void output() {
        if (!sawOutput) {
            sawOutput = true;
            long now = relay.watchdog().nanos();
            books.firstToken();
            long ttft = now - job.arrivedNanos();
            ttftNanos = OptionalLong.of(ttft);
            relay.parts().metrics().firstToken(job.request().model(), ttft, now);
            observations.firstToken(call);
        }
    }

    @Override
    public void write(List<Slice> pieces) {
        if (phase == Phase.CALLING) {
            phase = Phase.STREAMING;
            reply.beginEvents();
        }
        deadlineIn(config.idleTimeout());
        reply.write(pieces, call.tally().made());
        if (reply.isFull() && blockedNanos == 0) {
            blockedNanos = relay.watchdog().nanos();
            call.pause();
        }
    }

    private void resume() {
        if (blockedNanos != 0) {
            blockedNanos = 0;
            deadlineIn(config.idleTimeout());
            call.resume();
        }
    }

    // --- good ends

    @Override
    public void complete(Optional<EngineJson> usage, Optional<EngineJson> last) {
        last.ifPresent(chunk -> books.responseId(chunk.id()));
        Tokens tokens = call.tally().complete();
        completed(tokens, call.finishReason())
                .ifPresent(metering -> endStream(usage, last, tokens, metering));
    }

    private void endStream(
            Optional<EngineJson> usage,
            Optional<EngineJson> last,
            Tokens tokens,
            Metering metering) {
        List<Slice> end = new ArrayList<>();
        if (job.request().streamOptions().includeUsage()) {
            var chunk = new UsageChunk(relay.reader(), call.rewriter(), job.request().model());
            end.addAll(chunk.event(usage, last, tokens.usage(), metering.shown()));
        }
        end.add(SseText.done());
        if (!reply.isCommitted()) {
            reply.beginEvents();
        }
        linger();
        reply.end(end);
    }

    @Override
    public void answer(EngineJson answer) {
        books.responseId(answer.id());
        Tokens tokens = call.tally().complete();
        completed(tokens, answer.finishReason())
                .ifPresent(metering -> endAnswer(answer, tokens, metering));
    }

    private void endAnswer(EngineJson answer, Tokens tokens, Metering metering) {
        Slice named = call.rewriter().rename(answer);
        EngineJson shown =
                named == answer.text() ? answer : relay.reader().read(named).orElse(answer);
        linger();
        reply.json(200, metering.shown().spliceInto(shown, tokens.usage()));
    }

    private Optional<Metering> completed(Tokens tokens, String finishReason) {
        CrashPoint.AFTER_ENGINE.pass();
        Optional<Metering> metering =
                close(new Ending(Outcome.OUTCOME_COMPLETED, tokens, 0, finishReason, 200, ""));
        CrashPoint.AFTER_CLOSE.pass();
        metering.ifPresent(_ -> served(RequestBoard.Ending.COMPLETED, 200, tokens));
        observations.finished(call, tokens, finishReason);
        return metering;
    }

    /**
     * Closes the books. Room for this is held back from admission on; should it fail all the same,
     * the caller must not take its answer for complete: the request is settled as interrupted after
     * the next start.
     */
    private Optional<Metering> close(Ending ending) {
        relay.parts()
                .metrics()
                .ended(job.request().model(), ending.outcome(), ending.tokens(), ending.waste());
        try {
            Metering metering = books.close(ending);
            relay.parts().recorder().finished(job.key(), finished());
            return Optional.of(metering);
        } catch (JournalException e) {
            LOG.atError()
                    .addKeyValue("request_id", job.requestId())
                    .setCause(e)
                    .log("books not closed");
            call.giveUp();
            leave();
            reply.error(ApiError.internal("The request could not be recorded."));
            return Optional.empty();
        }
    }

    private FinishedRequest finished() {
        return new FinishedRequest(
                books.closed(),
                job.request().promptBytes(),
                question.getPrefixBlocksList(),
                inMicroseconds(ttftNanos),
                (relay.watchdog().nanos() - job.arrivedNanos()) / 1_000);
    }

    /** The caller's part is over; the engine's connection is watched until it can be used again. */
    private void linger() {
        release();
        if (call.isClosed()) {
            leave();
        } else {
            phase = Phase.LINGERING;
            deadlineIn(config.idleTimeout());
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
        call.giveUp();
        if (failure.elsewhere() && !reply.isCommitted() && call.number() < config.maxAttempts()) {
            books.attemptFailed(failure.reason(), call.tally());
            question.addExcludedNodeIds(call.placed().getNodeId());
            place();
        } else {
            giveUp(failure);
        }
    }

    /**
     * What was written will reach the caller, for its connection ends well: it counts as delivered.
     */
    private void giveUp(EngineFailure failure) {
        Tally tally = call.tally();
        if (reply.isCommitted()) {
            tally.delivered(tally.made());
        }
        int status = reply.isCommitted() ? 200 : failure.error().status();
        end(Outcome.OUTCOME_FAILED, tally, status, failure.reason());
        reply.error(failure.error());
    }

    /** There is no node for it, or none any more. */
    private void refuse(ApiError error) {
        end(Outcome.OUTCOME_FAILED, new Tally(0, 1), error.status(), error.code());
        reply.error(error);
    }

    private void callerLeft() {
        switch (phase) {
            case LINGERING, OVER -> {}
            case PLACING -> abort(new Tally(0, 1));
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

    private void end(Outcome outcome, Tally tally, int status, String code) {
        Tokens tokens = tally.partial();
        close(new Ending(outcome, tokens, tally.waste(), call.finishReason(), status, code));
        served(
                outcome == Outcome.OUTCOME_ABORTED
                        ? RequestBoard.Ending.LEFT
                        : RequestBoard.Ending.FAILED,
                status,
                tokens);
        leave();
    }

    private void served(RequestBoard.Ending ending, int status, Tokens tokens) {
        long now = relay.watchdog().nanos();
        var served =
                new RequestBoard.Served(
                        job.work().getTier(),
                        job.request().stream(),
                        ending,
                        status,
                        inMicroseconds(ttftNanos),
                        (now - job.arrivedNanos()) / 1_000,
                        tokens.vector().getOutput());
        relay.parts().metrics().served(job.request().model(), served, now);
    }

    private static OptionalLong inMicroseconds(OptionalLong nanos) {
        return nanos.isPresent()
                ? OptionalLong.of(nanos.getAsLong() / 1_000)
                : OptionalLong.empty();
    }

    private void leave() {
        phase = Phase.OVER;
        relay.watchdog().remove(this);
        release();
    }

    private void release() {
        Runnable once = whenOver;
        whenOver = () -> {};
        once.run();
    }

    // --- time

    private void deadlineIn(Duration time) {
        deadlineNanos = relay.watchdog().nanos() + time.toNanos();
    }

    @Override
    public void check(long now) {
        if (blockedNanos != 0) {
            if (now - blockedNanos > config.writeStallTimeout().toNanos()) {
                reply.cut();
            }
        } else if (now > deadlineNanos || now - startedNanos > config.totalTimeout().toNanos()) {
            late();
        }
    }

    private void late() {
        switch (phase) {
            case PLACING -> refuse(routerUnavailable());
            case CALLING -> failed(EngineFailure.timeout("first-token"));
            case STREAMING -> failed(EngineFailure.timeout("between-tokens"));
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
        if (sawOutput) {
            observations.progress(call);
        }
        return books.mark(call.tally());
    }
}
