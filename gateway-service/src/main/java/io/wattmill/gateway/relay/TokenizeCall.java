// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Calls /tokenize of engines, each call within one time. One event loop. */
final class TokenizeCall {

    private static final Logger LOG = LoggerFactory.getLogger(TokenizeCall.class);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int SERVER_ERROR = 500;
    private static final int MAX_DIGITS = 9;

    private final EngineClient engines;
    private final Duration timeout;
    private final int maxAnswerBytes;

    TokenizeCall(EngineClient engines, Duration timeout, int maxAnswerBytes) {
        this.engines = engines;
        this.timeout = timeout;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    /** An engine's word that it has no tokens for what it was asked. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        Refusal(int status) {
            super("the engine answered " + status);
            this.status = status;
        }

        /** Whether nothing else would have been answered otherwise. */
        boolean isOfThePath() {
            return status == NOT_FOUND || status == METHOD_NOT_ALLOWED;
        }
    }

    /**
     * The engine's answer. Fails with a {@link Refusal}, with a timeout, and otherwise when the
     * engine cannot be asked.
     *
     * @param url base URL of an engine
     */
    Future<Buffer> ask(String url, Buffer question) {
        Future<HttpClientRequest> opening = engines.open(url, "/tokenize");
        return inTime(inTime(opening).compose(call -> ask(call, question)))
                .onFailure(_ -> opening.onSuccess(TokenizeCall::reset));
    }

    /**
     * A full pool may keep a call longer than the engine itself: there is a bound to the wait for a
     * connection, after which nothing is sent, and the same to all of it.
     */
    private <T> Future<T> inTime(Future<T> answer) {
        return answer.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Buffer> ask(HttpClientRequest call, Buffer question) {
        return call.putHeader("content-type", "application/json")
                .send(question)
                .compose(this::body);
    }

    private static void reset(HttpClientRequest call) {
        call.reset()
                .onFailure(
                        cause ->
                                LOG.atDebug()
                                        .addKeyValue("error", cause.getClass().getSimpleName())
                                        .log("a call for tokens was not reset"));
    }

    private Future<Buffer> body(HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= BAD_REQUEST && status < SERVER_ERROR) {
            return Future.failedFuture(new Refusal(status));
        }
        String length = response.getHeader("content-length");
        return status == OK && length != null && fits(length)
                ? response.body()
                : Future.failedFuture(new IOException("no tokens"));
    }

    private boolean fits(String length) {
        return length.length() < MAX_DIGITS
                && length.chars().allMatch(Character::isDigit)
                && Integer.parseInt(length) <= maxAnswerBytes;
    }
}
