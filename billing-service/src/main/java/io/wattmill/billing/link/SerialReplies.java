// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.link;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.vertx.Contexts;

import java.util.function.Function;

/**
 * Answers a stream of requests in order, one at a time: the next is fetched when the one before was
 * answered, so that a slow database slows its callers down instead of filling memory.
 *
 * @param <Q> request
 * @param <A> answer
 */
public final class SerialReplies<Q, A> {

    /**
     * Answers that may wait for a caller that does not read them; one request is in work at a time.
     */
    private static final int CAPACITY = 64;

    private final ReadStream<Q> requests;
    private final Feed<A> replies;
    private final Function<Q, Future<A>> answer;
    private boolean busy;
    private boolean ended;

    private SerialReplies(Vertx vertx, ReadStream<Q> requests, Function<Q, Future<A>> answer) {
        this.requests = requests;
        this.replies = Feed.of(vertx, CAPACITY);
        this.answer = answer;
    }

    /**
     * Begins to answer. A failed answer, or a caller that reads no answers, fails the reply stream;
     * the caller connects again and repeats what was not acknowledged.
     */
    public static <Q, A> ReadStream<A> to(
            Vertx vertx, ReadStream<Q> requests, Function<Q, Future<A>> answer) {
        SerialReplies<Q, A> serial = new SerialReplies<>(vertx, requests, answer);
        serial.begin();
        return serial.replies;
    }

    private void begin() {
        requests.pause();
        requests.handler(this::handle);
        requests.endHandler(_ -> end());
        requests.exceptionHandler(replies::fail);
        requests.fetch(1);
    }

    private void handle(Q request) {
        synchronized (this) {
            busy = true;
        }
        Contexts.guarded(() -> answer.apply(request))
                .onSuccess(this::reply)
                .onFailure(replies::fail);
    }

    private void reply(A message) {
        if (!replies.offer(message)) {
            replies.fail(new IllegalStateException("the caller reads no answers"));
            return;
        }
        synchronized (this) {
            busy = false;
            if (ended) {
                replies.end();
            }
        }
        requests.fetch(1);
    }

    private synchronized void end() {
        ended = true;
        if (!busy) {
            replies.end();
        }
    }
}
