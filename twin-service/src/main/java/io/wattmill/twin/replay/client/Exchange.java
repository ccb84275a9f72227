// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.wattmill.twin.replay.client.Ended.Completed;
import io.wattmill.twin.replay.client.Ended.Failed;
import io.wattmill.twin.replay.report.ErrorClass;
import io.wattmill.twin.replay.wire.EventParser;
import io.wattmill.twin.replay.wire.StreamedAnswer;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/** One request and its streamed answer. */
final class Exchange {

    private static final int OK = 200;
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String REQUEST_ID = "[\\x21-\\x7e]{1,128}";

    private final RunClock clock;
    private final ReplayConfig config;
    private final LongConsumer onContent;
    private final StreamedAnswer answer;
    private final Promise<Ended> ended = Promise.promise();
    private final long sentUs;
    private long lastBytesUs;
    private Optional<HttpClientRequest> request = Optional.empty();
    private Optional<String> requestId = Optional.empty();

    /**
     * An exchange that begins now.
     *
     * @param onContent hears how many chunks with content came
     */
    Exchange(RunClock clock, ReplayConfig config, LongConsumer onContent) {
        this.clock = clock;
        this.config = config;
        this.onContent = onContent;
        this.answer = new StreamedAnswer(config.maxEventBytes());
        this.sentUs = clock.nowUs();
        this.lastBytesUs = sentUs;
    }

    /** Sends the request; the future always succeeds, with how it ended. */
    Future<Ended> send(HttpClient http, RequestOptions options, byte[] body) {
        http.request(options)
                .compose(opened -> send(opened, body))
                .onSuccess(this::onResponse)
                .onFailure(cause -> end(Failures.of(cause)));
        return ended.future();
    }

    private Future<HttpClientResponse> send(HttpClientRequest opened, byte[] body) {
        request = Optional.of(opened);
        if (isOver()) {
            return opened.reset().compose(_ -> Future.failedFuture("given up"));
        }
        return opened.send(Buffer.buffer(body));
    }

    private void onResponse(HttpClientResponse response) {
        response.exceptionHandler(cause -> onEnd(String.valueOf(cause.getMessage())));
        requestId =
                Optional.ofNullable(response.getHeader("x-request-id"))
                        .filter(id -> id.matches(REQUEST_ID));
        if (response.statusCode() != OK) {
            onError(response);
        } else if (isEventStream(response)) {
            onStream(response);
        } else {
            giveUp(new Failed(ErrorClass.MALFORMED, "the answer is not " + EVENT_STREAM));
        }
    }

    private static boolean isEventStream(HttpClientResponse response) {
        String type = response.getHeader("content-type");
        return type != null && type.startsWith(EVENT_STREAM);
    }

    private void onStream(HttpClientResponse response) {
        response.handler(this::onBytes);
        response.endHandler(_ -> onEnd("the answer ends"));
    }

    private void onBytes(Buffer bytes) {
        lastBytesUs = clock.nowUs();
        onContent.accept(answer.take(bytes.getBytes(), lastBytesUs));
        if (!answer.isDone()) {
            answer.broken()
                    .ifPresent(broken -> giveUp(new Failed(broken.error(), broken.message())));
        }
    }

    private void onEnd(String how) {
        end(
                answer.isDone()
                        ? new Completed(answer, requestId)
                        : new Failed(
                                ErrorClass.TRUNCATED,
                                how
                                        + " after "
                                        + answer.contentChunks()
                                        + " chunks, without [DONE]"));
    }

    private void onError(HttpClientResponse response) {
        ErrorClass error = ErrorClass.status(response.statusCode());
        Buffer body = Buffer.buffer();
        response.handler(
                bytes -> {
                    int room = config.maxErrorBytes() - body.length();
                    body.appendBuffer(bytes, 0, Math.min(room, bytes.length()));
                });
        response.exceptionHandler(_ -> end(new Failed(error, "")));
        response.endHandler(_ -> end(new Failed(error, EventParser.errorMessage(body.getBytes()))));
    }

    /** Whether it has ended. */
    boolean isOver() {
        return ended.future().isComplete();
    }

    /**
     * Gives up when a timeout has passed; a whole answer whose connection does not end is whole.
     */
    void checkDeadlines(long nowUs) {
        overdue(nowUs)
                .ifPresent(
                        error -> {
                            if (answer.isDone()) {
                                onEnd("");
                                reset();
                            } else {
                                giveUp(new Failed(error, "gave up"));
                            }
                        });
    }

    private Optional<ErrorClass> overdue(long nowUs) {
        if (isPast(config.totalTimeout(), sentUs, nowUs)) {
            return Optional.of(ErrorClass.TOTAL_TIMEOUT);
        }
        if (answer.firstTokenUs().isEmpty()) {
            return isPast(config.firstTokenTimeout(), sentUs, nowUs)
                    ? Optional.of(ErrorClass.FIRST_TOKEN_TIMEOUT)
                    : Optional.empty();
        }
        return isPast(config.idleTimeout(), lastBytesUs, nowUs)
                ? Optional.of(ErrorClass.IDLE_TIMEOUT)
                : Optional.empty();
    }

    private static boolean isPast(Duration timeout, long sinceUs, long nowUs) {
        return nowUs - sinceUs > timeout.toNanos() / 1_000;
    }

    /** Ends the exchange as failed and lets the server know. */
    void giveUp(Failed failed) {
        end(failed);
        reset();
    }

    private void reset() {
        request.ifPresent(HttpClientRequest::reset);
    }

    private void end(Ended how) {
        ended.tryComplete(how);
    }
}
