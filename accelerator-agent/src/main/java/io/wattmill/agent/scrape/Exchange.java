// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.wattmill.agent.source.FailureReason;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeoutException;

/**
 * One request and its bounded answer. One timer bounds the whole of it, so that neither a silent
 * server nor one that drips can hold it longer; what is given up is reset, never left running.
 */
final class Exchange {

    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final ScrapeConfig config;
    private final Promise<Buffer> answer = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest running;

    Exchange(Vertx vertx, HttpClient client, ScrapeConfig config) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
    }

    Future<Buffer> run(RequestOptions options) {
        long millis = config.deadline().toMillis();
        long timer = vertx.setTimer(millis, _ -> giveUp(late(millis)));
        client.request(options).compose(this::send).onFailure(this::giveUp);
        return answer.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    /**
     * Listens to the answer where it arrives: a handler that is set a turn later misses the end.
     */
    private Future<Void> send(HttpClientRequest request) {
        running = request;
        return answer.future().isComplete()
                ? request.reset()
                : request.send().onSuccess(this::read).mapEmpty();
    }

    private void read(HttpClientResponse response) {
        response.exceptionHandler(this::giveUp)
                .endHandler(_ -> finish(response.statusCode()))
                .handler(this::append);
    }

    /** The body of a refusal is read like any other, so that its connection can be kept. */
    private void finish(int status) {
        if (status == OK) {
            answer.tryComplete(body);
        } else {
            answer.tryFail(new Failures.Unusable(FailureReason.STATUS, "HTTP " + status));
        }
    }

    private void append(Buffer part) {
        if (body.length() + part.length() > config.maxBodyBytes()) {
            String detail = "more than " + config.maxBodyBytes() + " bytes";
            giveUp(new Failures.Unusable(FailureReason.TOO_LARGE, detail));
        } else {
            body.appendBuffer(part);
        }
    }

    private void giveUp(Throwable cause) {
        if (answer.tryFail(cause) && running != null) {
            running.reset();
        }
    }

    private static Throwable late(long millis) {
        return new TimeoutException("no answer within " + millis + " ms");
    }
}
