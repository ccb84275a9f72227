// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.relay.Breakers.EngineName;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One attempt: one call of one engine. Tells its listener what comes of it, and nothing more once
 * it was given up: a reset reports a broken connection at once, from within, and that is not the
 * engine's doing.
 */
final class EngineCall implements EngineListener, PrefillCall.Listener {

    private static final int OK = 200;

    private final Relay relay;
    private final Job job;
    private final Passage passage;
    private final Placed placed;
    private final int number;
    private final Tally tally;
    private final CallListener listener;
    private final UpstreamRequest upstream;
    private final HandedOver handed;
    private Optional<HttpClientRequest> request = Optional.empty();
    private Optional<HttpClientResponse> response = Optional.empty();
    private Optional<EngineStream> stream = Optional.empty();
    private @Nullable Rendering rendering;
    private Optional<PrefillCall> prefill = Optional.empty();
    private boolean givenUp;
    private boolean closed;

    /** An attempt that is not made yet, and costs next to nothing until then. */
    EngineCall(Relay relay, Job job, Passage passage, int number, CallListener listener) {
        this.relay = relay;
        this.job = job;
        this.passage = passage;
        this.placed = passage.placed();
        this.number = number;
        this.tally = job.tally();
        this.listener = listener;
        this.upstream = new UpstreamRequest(relay.parts().config(), job, passage, number);
        this.handed = new HandedOver(relay.reader());
    }

    /** The leave by which it is made. */
    Passage passage() {
        return passage;
    }

    /** Which attempt it is, from 1; 0 before the first. */
    int number() {
        return number;
    }

    Tally tally() {
        return tally;
    }

    /** The finish reason that a stream named; empty when it named none. */
    String finishReason() {
        return stream.map(EngineStream::finishReason).orElse("");
    }

    /** Whether the engine has ended its response. */
    boolean isClosed() {
        return closed;
    }

    /** Writes what this engine says as the caller reads it; made when it says something. */
    Rendering rendering() {
        Rendering made = rendering;
        if (made == null) {
            EngineRequest asked = job.request().answeredBy(passage.model());
            made = job.dialect().rendering(asked, passage.upstreamModel(), job.requestId());
            rendering = made;
        }
        return made;
    }

    /** Calls the engine, or the first of two. */
    void start() {
        if (placed.hasPrefill()) {
            var first = new PrefillCall(relay, upstream, rendering(), this);
            prefill = Optional.of(first);
            first.start(placed.getPrefill().getUrl(), job.request().path());
        } else {
            open();
        }
    }

    private void open() {
        relay.engines().open(placed, job.request().path()).onComplete(this::opened);
    }

    /** The first of two is called, and has not answered. */
    boolean isPrefilling() {
        return placed.hasPrefill() && !handed.isDone();
    }

    /** The engine whose turn it is. */
    EngineName turn() {
        return isPrefilling() ? EngineName.of(placed.getPrefill()) : EngineName.of(placed);
    }

    /** Cached prompt tokens as the second of two engines counts them: all that it was handed. */
    OptionalLong handedCached() {
        return handed.cached();
    }

    @Override
    public void prefillStarted() {
        listener.started();
    }

    @Override
    public void prefilled(PrefillCall.Prefill told) {
        if (!givenUp) {
            handed.by(told);
            listener.prefilled(told);
            open();
        }
    }

    @Override
    public void prefillFailed(EngineFailure failure) {
        failed(failure);
    }

    /** Ends the call from this side and tells nothing of it. */
    void giveUp() {
        givenUp = true;
        prefill.ifPresent(PrefillCall::giveUp);
        if (!closed) {
            request.ifPresent(UpstreamRequest::reset);
        }
    }

    void pause() {
        response.ifPresent(HttpClientResponse::pause);
    }

    void resume() {
        response.ifPresent(HttpClientResponse::resume);
    }

    private void opened(AsyncResult<HttpClientRequest> opened) {
        if (opened.failed()) {
            failed(relay.engines().notOpened(opened.cause()));
        } else if (givenUp) {
            UpstreamRequest.reset(opened.result());
        } else {
            send(opened.result());
        }
    }

    private void send(HttpClientRequest call) {
        request = Optional.of(call);
        if (!placed.hasPrefill()) {
            listener.started();
        }
        upstream.address(call);
        call.response().onComplete(this::responded);
        UpstreamRequest.write(call, upstream.body(handed.params()));
    }

    private void responded(AsyncResult<HttpClientResponse> result) {
        if (givenUp) {
            return;
        }
        if (result.failed()) {
            failed(EngineFailure.brokeOff());
            return;
        }
        response = Optional.of(result.result());
        read(result.result());
    }

    private void read(HttpClientResponse answer) {
        RelayConfig bounds = relay.parts().config();
        if (answer.statusCode() == OK && job.request().stream()) {
            var events =
                    new EngineStream(
                            handed::read, rendering(), tally, bounds.maxEventBytes(), this);
            stream = Optional.of(events);
            events.attach(answer);
        } else {
            new EngineAnswer(handed::read, rendering(), bounds.maxAnswerBytes(), this)
                    .attach(answer);
        }
    }

    @Override
    public void output(EngineJson chunk) {
        if (!givenUp) {
            listener.output(chunk);
        }
    }

    @Override
    public void write(List<Slice> pieces) {
        if (!givenUp) {
            listener.write(pieces);
        }
    }

    @Override
    public void complete(Optional<EngineJson> usage, Optional<EngineJson> last) {
        if (!givenUp) {
            listener.complete(usage, last);
        }
    }

    @Override
    public void answer(EngineJson answer) {
        if (!givenUp) {
            tally.answered(answer);
            listener.answer(answer);
        }
    }

    @Override
    public void failed(EngineFailure failure) {
        if (!givenUp) {
            listener.failed(relay.engines().withoutKey(placed, failure));
        }
    }

    @Override
    public void closed() {
        closed = true;
        if (!givenUp) {
            listener.closed();
        }
    }
}
