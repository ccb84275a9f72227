// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.reply;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.ErrorShape;
import io.wattmill.gateway.wire.Slice;

import java.util.List;
import java.util.Optional;

/** The answer to one request. One event loop; once ended or left, writing does nothing. */
public final class Reply {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Ending ending = new Ending();
    private String requestId;
    private long flushed;
    private boolean over;
    private boolean closing;
    private ErrorShape errors = ErrorShape.OPENAI;
    private Runnable onGone = () -> {};
    private Runnable onOver = () -> {};

    /** The answer to {@code request}, under {@code requestId}. */
    public Reply(HttpServerRequest request, String requestId) {
        this.request = request;
        this.response = request.response();
        this.requestId = requestId;
        response.putHeader(errors.requestIdHeader(), requestId);
        response.closeHandler(_ -> gone());
        response.exceptionHandler(_ -> gone());
    }

    private void gone() {
        if (!over) {
            over = true;
            ending.brokenOff();
            onGone.run();
            onOver.run();
        } else if (ending.giveUp()) {
            onOver.run();
        }
    }

    /** The request's id. */
    public String requestId() {
        return requestId;
    }

    /** Answers under the id of an earlier request, whose answer it gives again. */
    public void answerAs(String earlierRequestId) {
        requestId = earlierRequestId;
        response.putHeader(ErrorShape.OPENAI.requestIdHeader(), requestId);
        response.putHeader(errors.requestIdHeader(), requestId);
    }

    /** Lets {@code listener} hear the answer, and say when it may end. */
    public void tap(Tap listener) {
        ending.tap(listener);
    }

    /** Tells errors in {@code shape} from now on, and the request's id under its name too. */
    public void tellErrorsAs(ErrorShape shape) {
        if (shape != errors) {
            errors = shape;
            response.putHeader(shape.requestIdHeader(), requestId);
        }
    }

    /** How the caller is told of errors. */
    public ErrorShape errors() {
        return errors;
    }

    /** The status under which the caller is told {@code error}. */
    public int statusOf(ApiError error) {
        return errors.status(error);
    }

    /** Calls {@code handler} when the caller leaves before the answer is complete. */
    public void onGone(Runnable handler) {
        onGone = handler;
    }

    /** Calls {@code handler} once, when the answer is complete or the caller has left. */
    public void onOver(Runnable handler) {
        onOver = handler;
    }

    /** Whether the answer is complete or the caller has left. */
    public boolean isOver() {
        return over;
    }

    /**
     * Whether there is more of the request to come, which nobody will read: the connection must
     * end.
     */
    public boolean isCutShort() {
        return !request.isEnded();
    }

    /** Whether the status has been sent: from then on nothing can be taken back. */
    public boolean isCommitted() {
        return response.headWritten();
    }

    /** The status that was or will be sent. */
    public int status() {
        return response.getStatusCode();
    }

    /** Announces that the connection ends with this answer; whoever owns it closes it. */
    public Reply closing() {
        closing = true;
        return header("connection", "close");
    }

    /** Whether nothing may follow on the connection. */
    public boolean isClosing() {
        return closing;
    }

    /** Sets a header. */
    public Reply header(String name, String value) {
        response.putHeader(name, value);
        return this;
    }

    /** Sets the status. */
    public Reply status(int code) {
        response.setStatusCode(code);
        return this;
    }

    /** Begins a stream of server-sent events. */
    public void beginEvents() {
        response.setStatusCode(200)
                .setChunked(true)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache");
    }

    /** Writes a part. {@code mark} is remembered once the part has been handed to the socket. */
    public void write(List<Slice> pieces, long mark) {
        if (!over) {
            ending.part(pieces);
            response.write(Buffers.of(pieces))
                    .onSuccess(_ -> flushed = Math.max(flushed, mark))
                    .onFailure(_ -> gone());
        }
    }

    /** Writes a part of an answer that comes from elsewhere, its length perhaps unknown. */
    public void write(Buffer part) {
        if (!over) {
            chunkUnlessMeasured();
            response.write(part).onFailure(_ -> gone());
        }
    }

    private void chunkUnlessMeasured() {
        if (!response.headWritten() && !response.headers().contains("content-length")) {
            response.setChunked(true);
        }
    }

    /** The highest mark whose part has been handed to the socket. */
    public long flushed() {
        return flushed;
    }

    /** Whether the caller reads too slowly for more. */
    public boolean isFull() {
        return response.writeQueueFull();
    }

    /** Calls {@code handler} when there is room again. */
    public void onDrain(Runnable handler) {
        response.drainHandler(_ -> handler.run());
    }

    /** Completes the answer with these last pieces. */
    public void end(List<Slice> pieces) {
        end(Buffers.of(pieces));
    }

    /** A whole JSON answer. */
    public void json(int status, List<Slice> pieces) {
        response.setStatusCode(status).putHeader("content-type", "application/json");
        end(pieces);
    }

    /** A whole JSON answer. */
    public void json(int status, byte[] body) {
        json(status, List.of(Slice.of(body)));
    }

    /** A whole answer of another type. */
    public void text(String contentType, String body) {
        response.setStatusCode(200).putHeader("content-type", contentType);
        end(Buffer.buffer(body));
    }

    /** Completes the answer with a last part. */
    public void end(Buffer last) {
        if (!over) {
            over = true;
            ending.end(response.headers().get("content-type"), last, this::finish);
        }
    }

    private void finish(Buffer last) {
        response.end(last).onComplete(_ -> onOver.run());
    }

    /**
     * Tells the caller that the request failed: as a status and a body while nothing was sent, else
     * as an event after which the stream does not end well.
     */
    public void error(ApiError error) {
        error(error, Optional.empty());
    }

    /** As above; {@code words} are how the caller's API ends a stream badly, where it has a way. */
    public void error(ApiError error, Optional<List<Slice>> words) {
        ending.fail();
        if (isCommitted()) {
            end(words.orElseGet(() -> errors.event(error, requestId)));
            return;
        }
        error.retryAfterSeconds()
                .ifPresent(seconds -> response.putHeader("retry-after", Integer.toString(seconds)));
        if (isCutShort()) {
            closing();
        }
        json(errors.status(error), errors.body(error, requestId));
    }

    /** Cuts the connection: for a caller that does not read. */
    public void cut() {
        response.reset();
        gone();
    }
}
