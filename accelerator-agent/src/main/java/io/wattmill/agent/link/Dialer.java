// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.wattmill.kit.stream.Feed;

import java.util.function.Function;

/**
 * Opens a stream to the other side: in this JVM, or over the network.
 *
 * @param <Q> what this side sends
 * @param <R> what the other side answers
 */
@FunctionalInterface
public interface Dialer<Q, R> {

    /** Begins a stream that carries {@code requests}. */
    Call<R> dial(Feed<Q> requests);

    /**
     * A stream that was begun.
     *
     * @param replies the answers, once the other side has begun to answer
     * @param hangUp ends the stream for the other side and frees whatever it holds; called once
     */
    record Call<R>(Future<ReadStream<R>> replies, Runnable hangUp) {}

    /** Calls a service of this JVM. */
    static <Q, R> Dialer<Q, R> local(Function<ReadStream<Q>, Future<ReadStream<R>>> service) {
        return requests -> new Call<>(service.apply(requests), requests::end);
    }
}
