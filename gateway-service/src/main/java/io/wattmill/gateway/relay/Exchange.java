// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.relay.RequestBooks.Ending;
import io.wattmill.gateway.reply.Buffers;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.scoreboard.RequestBoard;
import io.wattmill.gateway.watch.Watched;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.ChunkRewriter;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseText;
import io.wattmill.gateway.wire.UpstreamBody;
import io.wattmill.gateway.wire.UsageChunk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One request on its way: placed, sent, streamed, ended. One event loop.
 *
 * <p>An answer of an attempt that is over is recognized by its number and dropped. The order at
 * every end is: books closed in the journal, then the last bytes to the caller.
 */
final class Exchange implements Watched {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int CLIENT_CLOSED = 499;
    private static final String VLLM = "vllm";

    private enum Phase {
        PLACING,
        CALLING,
        STREAMING,
        /** The caller has its answer, the engine has not closed its response. */
        LINGERING,
        OVER
    }

    private final Relay relay;
    private final Relay.Parts parts;
    private final Job job;
    private final Reply reply;
    private final RequestBooks books;
    private final PlaceRequest.Builder question;
    private final long startedNanos;
    private Runnable whenOver = () -> {};
    private Phase phase = Phase.PLACING;
    private long deadlineNanos;
    private int attempt;
    private OptionalLong ttftNanos = OptionalLong.empty();
    private Attempted current;

    /** One attempt. */
    private static final class Attempted {
        final Placed placed;
        final Tally tally;
        Optional<HttpClientRequest> request = Optional.empty();
        Optional<HttpClientResponse> response = Optional.empty();
        Optional<EngineStream> stream = Optional.empty();
        boolean closed;
        boolean over;
        boolean sawOutput;
        long blockedNanos;

        Attempted(Placed placed, Tally tally) {
            this.placed = placed;
            this.tally = tally;
        }
    }

    Exchange(Relay relay, Job job, Reply reply, RequestBooks books) {
        this.relay = relay;
        this.parts = relay.parts();
        this.job = job;
        this.reply = reply;
        this.books = books;
        this.question =
                PlaceRequests.first(job, books.admittedAtUs(), parts.config().maxPrefixBlocks());
        this.startedNanos = relay.watchdog().nanos();
        this.current = new Attempted(Placed.getDefaultInstance(), newTally());
    }

    private Tally newTally() {
        return new Tally(job.promptTokens(), job.request().choices());
    }

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
        attempt++;
        int number = attempt;
        deadlineNanos = in(parts.config().placeTimeout().toNanos());
        ask(question.setAttempt(number).build()).onComplete(reply -> placed(number, reply));
    }

    private Future<PlaceReply> ask(PlaceRequest request) {
        try {
            return parts.placement().place(request);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void placed(int number, AsyncResult<PlaceReply> result) {
        boolean wanted = phase == Phase.PLACING && number == attempt;
        if (!wanted) {
            giveBack(number, result);
        } else if (result.failed()) {
            LOG.atWarn()
                    .addKeyValue("request_id", job.requestId())
                    .setCause(result.cause())
                    .log("no placement");
            refuse(routerUnavailable());
        } else {
            switch (result.result().getOutcomeCase()) {
                case PLACED -> call(result.result().getPlaced());
                case UNPLACED -> {
                    books.decision(result.result().getUnplaced().getDecision());
                    refuse(PlaceRequests.refusal(job, result.result().getUnplaced()));
                }
                case OUTCOME_NOT_SET -> refuse(routerUnavailable());
            }
        }
    }

    private static ApiError routerUnavailable() {
        return ApiError.unavailable(
                "router_unavailable", "Requests cannot be placed right now.", 1);
    }

    /** A placement that came too late holds a place at its node until the router hears of it. */
    private void giveBack(int number, AsyncResult<PlaceReply> result) {
        if (result.succeeded() && result.result().hasPlaced()) {
            parts.observer()
                    .tell(
                            about(result.result().getPlaced(), number)
                                    .setAborted(
                                            Observation.Aborted.newBuilder()
                                                    .setReason("placed too late")));
        }
    }

    // --- calling

    private void call(Placed placed) {
        phase = Phase.CALLING;
        deadlineNanos = in(firstByteNanos());
        Attempted now = new Attempted(placed, newTally());
        current = now;
        books.attempt(placed);
        relay.engines().open(placed.getUrl()).onComplete(opened -> opened(now, opened));
    }

    /** A whole answer takes as long as all its tokens. */
    private long firstByteNanos() {
        RelayConfig config = parts.config();
        return (job.request().stream() ? config.firstTokenTimeout() : config.answerTimeout())
                .toNanos();
    }

    private void opened(Attempted owner, AsyncResult<HttpClientRequest> opened) {
        if (!isCurrent(owner)) {
            if (opened.succeeded()) {
                opened.result().reset().onFailure(Exchange::ignored);
            }
        } else if (opened.failed()) {
            attemptFailed(EngineFailure.unreachable());
        } else {
            send(owner, opened.result());
        }
    }

    private void send(Attempted owner, HttpClientRequest request) {
        owner.request = Optional.of(request);
        observe(about(owner).setStarted(Observation.Started.getDefaultInstance()));
        boolean vllm = owner.placed.getEngineKind().equals(VLLM);
        Optional<String> salt =
                Optional.of(job.key().salt().cache())
                        .filter(_ -> vllm && parts.config().cacheSalt());
        String model = owner.placed.getUpstreamModel();
        var wishes =
                new UpstreamBody.Wishes(
                        model.isEmpty() ? job.request().model() : model, vllm, salt);
        request.putHeader("content-type", "application/json")
                .putHeader(
                        "accept", job.request().stream() ? "text/event-stream" : "application/json")
                .putHeader("x-request-id", job.requestId() + "-" + attempt)
                .exceptionHandler(Exchange::ignored)
                .send(Buffers.of(UpstreamBody.of(job.request(), wishes)))
                .onComplete(response -> responded(owner, response));
    }

    private void responded(Attempted owner, AsyncResult<HttpClientResponse> result) {
        if (!isCurrent(owner)) {
            return;
        }
        if (result.failed()) {
            attemptFailed(EngineFailure.brokeOff());
            return;
        }
        HttpClientResponse response = result.result();
        owner.response = Optional.of(response);
        Listener listener = new Listener(owner);
        if (response.statusCode() == 200 && job.request().stream()) {
            EngineStream stream =
                    new EngineStream(
                            relay.reader(),
                            rewriter(owner),
                            owner.tally,
                            parts.config().maxEventBytes(),
                            listener);
            owner.stream = Optional.of(stream);
            stream.attach(response);
        } else {
            new EngineAnswer(relay.reader(), parts.config().maxAnswerBytes(), listener)
                    .attach(response);
        }
    }

    private ChunkRewriter rewriter(Attempted owner) {
        String upstream = owner.placed.getUpstreamModel();
        return new ChunkRewriter(
                job.request(), upstream.isEmpty() ? job.request().model() : upstream);
    }

    private boolean isCurrent(Attempted owner) {
        boolean running = phase == Phase.CALLING || phase == Phase.STREAMING;
        return owner == current && running && !owner.over;
    }

    // --- what the engine says

    private final class Listener implements EngineListener {

        private final Attempted owner;

        Listener(Attempted owner) {
            this.owner = owner;
        }

        @Override
        public void output() {
            if (isCurrent(owner)) {
                noteOutput(owner);
            }
        }

        @Override
        public void write(List<Slice> pieces) {
            if (isCurrent(owner)) {
                pass(owner, pieces);
            }
        }

        @Override
        public void complete(Optional<EngineJson> usage, Optional<EngineJson> last) {
            if (isCurrent(owner)) {
                completeStream(owner, usage, last);
            }
        }

        @Override
        public void answer(EngineJson answer) {
            if (isCurrent(owner)) {
                completeAnswer(owner, answer);
            }
        }

        @Override
        public void failed(EngineFailure failure) {
            if (isCurrent(owner)) {
                attemptFailed(failure);
            }
        }

        @Override
        public void closed() {
            owner.closed = true;
            if (owner == current && phase == Phase.LINGERING) {
                leave();
            }
        }
    }

    private void noteOutput(Attempted owner) {
        if (!owner.sawOutput) {
            owner.sawOutput = true;
            long now = relay.watchdog().nanos();
            books.firstToken();
            ttftNanos = OptionalLong.of(now - job.arrivedNanos());
            parts.metrics().firstToken(job.request().model(), now - job.arrivedNanos(), now);
            observe(about(owner).setFirstToken(Observation.FirstToken.getDefaultInstance()));
        }
    }

    private void pass(Attempted owner, List<Slice> pieces) {
        if (phase == Phase.CALLING) {
            phase = Phase.STREAMING;
            reply.beginEvents();
        }
        deadlineNanos = in(parts.config().idleTimeout().toNanos());
        reply.write(pieces, owner.tally.made());
        if (reply.isFull() && owner.blockedNanos == 0) {
            owner.blockedNanos = relay.watchdog().nanos();
            owner.response.ifPresent(HttpClientResponse::pause);
        }
    }

    private void resume() {
        if (current.blockedNanos != 0) {
            current.blockedNanos = 0;
            deadlineNanos = in(parts.config().idleTimeout().toNanos());
            current.response.ifPresent(HttpClientResponse::resume);
        }
    }

    // --- ends

    private void completeStream(
            Attempted owner, Optional<EngineJson> usage, Optional<EngineJson> last) {
        last.ifPresent(chunk -> books.responseId(chunk.id()));
        Tokens tokens = owner.tally.complete();
        Metering metering =
                completed(owner, tokens, owner.stream.map(EngineStream::finishReason).orElse(""));
        List<Slice> end = new ArrayList<>(4);
        if (job.request().streamOptions().includeUsage()) {
            UsageChunk chunk =
                    new UsageChunk(relay.reader(), rewriter(owner), job.request().model());
            end.addAll(chunk.event(usage, last, tokens.usage(), metering.shown()));
        }
        end.add(SseText.done());
        if (!reply.isCommitted()) {
            reply.beginEvents();
        }
        linger(owner);
        reply.end(end);
    }

    private void completeAnswer(Attempted owner, EngineJson answer) {
        owner.tally.received(answer);
        books.responseId(answer.id());
        Tokens tokens = owner.tally.complete();
        Metering metering = completed(owner, tokens, answer.finishReason());
        Slice named = rewriter(owner).rename(answer);
        EngineJson shown =
                named == answer.text() ? answer : relay.reader().read(named).orElse(answer);
        linger(owner);
        reply.json(200, metering.shown().spliceInto(shown, tokens.usage()));
    }

    private Metering completed(Attempted owner, Tokens tokens, String finishReason) {
        Metering metering =
                books.close(
                        new Ending(Outcome.OUTCOME_COMPLETED, tokens, 0, finishReason, 200, ""));
        parts.metrics().ended(job.request().model(), Outcome.OUTCOME_COMPLETED, tokens, 0);
        served(RequestBoard.Ending.COMPLETED, 200, tokens);
        observe(
                about(owner)
                        .setFinished(
                                Observation.Finished.newBuilder()
                                        .setTokens(tokens.vector())
                                        .setFinishReason(finishReason)));
        return metering;
    }

    private void attemptFailed(EngineFailure failure) {
        parts.metrics().attemptFailed(failure.reason());
        observe(
                about(current)
                        .setFailed(
                                Observation.Failed.newBuilder()
                                        .setOutputTokens(current.tally.made())
                                        .setReason(failure.reason())
                                        .setHttpStatus(failure.httpStatus())));
        resetEngine();
        if (failure.elsewhere() && !reply.isCommitted() && attempt < parts.config().maxAttempts()) {
            books.attemptFailed(failure.reason(), current.tally);
            question.addExcludedNodeIds(current.placed.getNodeId());
            place();
            return;
        }
        giveUp(failure);
    }

    /**
     * What was written will reach the caller, for its connection ends well: it counts as delivered.
     */
    private void giveUp(EngineFailure failure) {
        Tally tally = current.tally;
        if (reply.isCommitted()) {
            tally.delivered(tally.made());
        }
        int status = reply.isCommitted() ? 200 : failure.error().status();
        end(Outcome.OUTCOME_FAILED, tally, status, failure.reason());
        reply.error(failure.error());
    }

    /** There is no node for it, or none any more. */
    private void refuse(ApiError error) {
        end(Outcome.OUTCOME_FAILED, newTally(), error.status(), error.code());
        reply.error(error);
    }

    private void callerLeft() {
        if (phase == Phase.LINGERING || phase == Phase.OVER) {
            return;
        }
        Tally tally = current.tally;
        tally.delivered(reply.flushed());
        if (phase != Phase.PLACING) {
            observe(
                    about(current)
                            .setAborted(
                                    Observation.Aborted.newBuilder()
                                            .setOutputTokens(tally.made())
                                            .setReason("the caller left")));
            resetEngine();
        }
        end(Outcome.OUTCOME_ABORTED, tally, CLIENT_CLOSED, "client_closed");
    }

    private void end(Outcome outcome, Tally tally, int status, String code) {
        Tokens tokens = tally.partial();
        String finish = current.stream.map(EngineStream::finishReason).orElse("");
        books.close(new Ending(outcome, tokens, tally.waste(), finish, status, code));
        parts.metrics().ended(job.request().model(), outcome, tokens, tally.waste());
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
        parts.metrics()
                .served(
                        job.request().model(),
                        new RequestBoard.Served(
                                job.request().stream(),
                                ending,
                                status,
                                inMicroseconds(ttftNanos),
                                (now - job.arrivedNanos()) / 1_000,
                                tokens.vector().getOutput()),
                        now);
    }

    private static OptionalLong inMicroseconds(OptionalLong nanos) {
        return nanos.isPresent()
                ? OptionalLong.of(nanos.getAsLong() / 1_000)
                : OptionalLong.empty();
    }

    /** The caller's part is over; the engine's connection is watched until it can be used again. */
    private void linger(Attempted owner) {
        release();
        if (owner.closed) {
            leave();
        } else {
            phase = Phase.LINGERING;
            deadlineNanos = in(parts.config().idleTimeout().toNanos());
        }
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

    /** The attempt is over first: a reset may fail its response at once. */
    private void resetEngine() {
        current.over = true;
        if (!current.closed) {
            current.request.ifPresent(request -> request.reset().onFailure(Exchange::ignored));
        }
    }

    // --- time

    @Override
    public void check(long now) {
        if (current.blockedNanos != 0
                && now - current.blockedNanos > parts.config().writeStallTimeout().toNanos()) {
            reply.cut();
        } else if (current.blockedNanos == 0 && now > deadline(now)) {
            late();
        }
    }

    private long deadline(long now) {
        boolean tooOld = now - startedNanos > parts.config().totalTimeout().toNanos();
        return tooOld ? Long.MIN_VALUE : deadlineNanos;
    }

    private void late() {
        switch (phase) {
            case PLACING -> refuse(routerUnavailable());
            case CALLING -> attemptFailed(EngineFailure.timeout("first token"));
            case STREAMING -> attemptFailed(EngineFailure.timeout("between tokens"));
            case LINGERING -> {
                resetEngine();
                leave();
            }
            case OVER -> {}
        }
    }

    private long in(long nanos) {
        return relay.watchdog().nanos() + nanos;
    }

    /** Progress for journal and router; nothing before the engine was called or after the end. */
    Optional<Journal.Mark> mark() {
        if (phase != Phase.CALLING && phase != Phase.STREAMING) {
            return Optional.empty();
        }
        current.tally.delivered(reply.flushed());
        if (current.sawOutput) {
            observe(
                    about(current)
                            .setProgress(
                                    Observation.Progress.newBuilder()
                                            .setOutputTokens(current.tally.made())));
        }
        return books.mark(current.tally);
    }

    private Observation.Builder about(Attempted owner) {
        return about(owner.placed, attempt);
    }

    private Observation.Builder about(Placed placed, int number) {
        return Observation.newBuilder()
                .setRequestId(job.requestId())
                .setAttempt(number)
                .setNodeId(placed.getNodeId())
                .setEngineId(placed.getEngineId())
                .setAtUs(parts.clock().nowUs());
    }

    private void observe(Observation.Builder observation) {
        parts.observer().tell(observation);
    }

    /** A connection that is given up may fail to say goodbye; nobody waits for it. */
    private static void ignored(Throwable cause) {
        LOG.atDebug().setCause(cause).log("an engine connection ended");
    }
}
