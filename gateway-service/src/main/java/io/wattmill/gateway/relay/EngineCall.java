// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.wattmill.contract.fleet.v1.EngineKinds;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Output;
import io.wattmill.gateway.dialect.PairBodies;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.dialect.UpstreamBody;
import io.wattmill.gateway.hosted.HostedClients;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.relay.Breakers.EngineName;
import io.wattmill.gateway.reply.Buffers;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Splices;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One attempt: one call of one engine. Tells its listener what comes of it, and nothing more once
 * it was given up: a reset reports a broken connection at once, from within, and that is not the
 * engine's doing.
 */
final class EngineCall implements EngineListener, PrefillCall.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(EngineCall.class);
    private static final String VLLM = "vllm";

    private final Relay relay;
    private final Job job;
    private final String model;
    private final Placed placed;
    private final int number;
    private final Tally tally;
    private final CallListener listener;
    private Optional<HttpClientRequest> request = Optional.empty();
    private Optional<HttpClientResponse> response = Optional.empty();
    private Optional<EngineStream> stream = Optional.empty();
    private @Nullable Rendering rendering;
    private Optional<PrefillCall> prefill = Optional.empty();
    private final HandedOver handed;
    private boolean givenUp;
    private boolean closed;

    /** An attempt that is not made yet, and costs next to nothing until then. */
    EngineCall(Relay relay, Job job, Passage passage, int number, CallListener listener) {
        this.relay = relay;
        this.job = job;
        this.model = passage.model();
        this.placed = passage.placed();
        this.number = number;
        this.tally = tallyOf(job);
        this.listener = listener;
        this.handed = new HandedOver(relay.reader());
    }

    private static Tally tallyOf(Job job) {
        Output output = job.request().output();
        return new Tally(job.promptTokens(), output.inputs(), output.choices());
    }

    Placed placed() {
        return placed;
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
            EngineRequest asked = job.request().answeredBy(model);
            made = job.dialect().rendering(asked, upstreamModel(), job.requestId());
            rendering = made;
        }
        return made;
    }

    private String upstreamModel() {
        String upstream = placed.getUpstreamModel();
        return upstream.isEmpty() ? model : upstream;
    }

    /** Calls the engine, or the first of two. */
    void start() {
        if (placed.hasPrefill()) {
            PrefillCall first = new PrefillCall(relay, rendering(), this);
            prefill = Optional.of(first);
            relay.engines()
                    .open(placed.getPrefill().getUrl(), job.request().path())
                    .onComplete(opened -> opened(opened, call -> prompt(call, first)));
        } else {
            open();
        }
    }

    private void open() {
        relay.engines()
                .open(placed, job.request().path())
                .onComplete(opened -> opened(opened, this::send));
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

    private void prompt(HttpClientRequest call, PrefillCall first) {
        listener.started();
        address(call, false, number);
        first.send(call, PairBodies.prompt(job.request(), wishes()));
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
            request.ifPresent(EngineCall::reset);
        }
    }

    void pause() {
        response.ifPresent(HttpClientResponse::pause);
    }

    void resume() {
        response.ifPresent(HttpClientResponse::resume);
    }

    private void opened(
            AsyncResult<HttpClientRequest> opened, Consumer<HttpClientRequest> sending) {
        if (opened.failed()) {
            failed(notOpened(opened.cause()));
        } else if (givenUp) {
            reset(opened.result());
        } else {
            sending.accept(opened.result());
        }
    }

    private EngineFailure notOpened(Throwable cause) {
        return switch (cause) {
            case ConnectionPoolTooBusyException _ -> {
                relay.parts().metrics().queueFull();
                yield EngineFailure.queueFull();
            }
            case HostedClients.UnknownApi _ -> EngineFailure.notConfigured();
            default -> EngineFailure.unreachable();
        };
    }

    private void send(HttpClientRequest call) {
        request = Optional.of(call);
        if (!placed.hasPrefill()) {
            listener.started();
        }
        address(call, job.request().stream(), placed.hasPrefill() ? number + 1 : number);
        call.response().onComplete(this::responded);
        write(call, body());
    }

    private void address(HttpClientRequest call, boolean stream, int attempt) {
        // a hosted API is somebody else's: no trace of ours goes there
        if (!placed.getEngineKind().equals(EngineKinds.HOSTED)) {
            job.trace().tell(number, call::putHeader);
        }
        String accept = stream ? "text/event-stream" : "application/json";
        call.putHeader("content-type", "application/json")
                .putHeader("accept", accept)
                .putHeader("x-request-id", job.requestId() + "-" + attempt)
                .exceptionHandler(EngineCall::ignored);
    }

    /** The last part ends the request; a failure is told by the response. */
    static void write(HttpClientRequest call, List<Slice> body) {
        List<Buffer> parts = Buffers.parts(body);
        if (parts.size() > 1) {
            call.putHeader("content-length", Integer.toString(Splices.length(body)));
        }
        for (Buffer part : parts.subList(0, parts.size() - 1)) {
            call.write(part).onFailure(EngineCall::ignored);
        }
        call.end(parts.getLast()).onFailure(EngineCall::ignored);
    }

    /** A caller's own words on KV cache go to no engine of the site's. */
    private List<Slice> body() {
        return placed.getEngineKind().equals(EngineKinds.HOSTED)
                ? UpstreamBody.of(job.request(), wishes())
                : PairBodies.answer(job.request(), wishes(), handed.params());
    }

    private UpstreamBody.Wishes wishes() {
        boolean vllm = placed.getEngineKind().equals(VLLM);
        boolean salted = vllm && relay.parts().config().cacheSalt();
        Optional<String> salt = Optional.of(job.key().salt().cache()).filter(_ -> salted);
        return new UpstreamBody.Wishes(upstreamModel(), vllm, salt);
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
        if (result.result().statusCode() == 200 && job.request().stream()) {
            int maxBytes = relay.parts().config().maxEventBytes();
            EngineStream events =
                    new EngineStream(handed::read, rendering(), tally, maxBytes, this);
            stream = Optional.of(events);
            events.attach(result.result());
        } else {
            int maxBytes = relay.parts().config().maxAnswerBytes();
            new EngineAnswer(handed::read, rendering(), maxBytes, this).attach(result.result());
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

    static void reset(HttpClientRequest request) {
        request.reset().onFailure(EngineCall::ignored);
    }

    /** A connection that is given up may fail to say goodbye; nobody waits for it. */
    private static void ignored(Throwable cause) {
        LOG.atDebug().setCause(cause).log("an engine connection ended");
    }
}
