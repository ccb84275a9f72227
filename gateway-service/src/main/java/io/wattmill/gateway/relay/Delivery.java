// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.Slice;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the caller gets of one request: the answer as an engine makes it, or why there is none; and
 * how much of that has reached it.
 */
final class Delivery {

    private static final int OK = 200;

    private final Reply reply;
    private final UnaryOperator<Reply> named;
    private boolean begun;

    /**
     * @param named has the answer say which model was asked for, where that is not the one that
     *     answers; called before the first byte leaves
     */
    Delivery(Reply reply, UnaryOperator<Reply> named) {
        this.reply = reply;
        this.named = named;
    }

    /** Calls {@code onGone} when the caller leaves, {@code onDrain} when it reads again. */
    void start(Runnable onGone, Runnable onDrain) {
        reply.onGone(onGone);
        reply.onDrain(onDrain);
    }

    /** Begins a stream, unless it has begun. */
    void begin() {
        if (!begun) {
            begun = true;
            named.apply(reply).beginEvents();
        }
    }

    /**
     * Hands on a part of a stream.
     *
     * @param made output tokens up to its end
     * @return whether the caller reads fast enough for more
     */
    boolean write(List<Slice> pieces, long made) {
        begin();
        reply.write(pieces, made);
        return !reply.isFull();
    }

    /** Ends a stream, once the dialect has kept what must be kept of it. */
    void end(List<Slice> pieces, Rendering rendering) {
        rendering.remember(pieces, reply::end);
    }

    /** A whole answer, likewise. */
    void answer(List<Slice> body, Rendering rendering) {
        rendering.remember(body, kept -> named.apply(reply).json(OK, kept));
    }

    /** Whether some of the answer was sent: from then on nothing can be taken back. */
    boolean isCommitted() {
        return reply.isCommitted();
    }

    /** The status that a caller sees which is told {@code error} now. */
    int statusOf(ApiError error) {
        return isCommitted() ? OK : reply.statusOf(error);
    }

    /** A stream that has begun ends in its API's own words, where it has any. */
    void fail(ApiError error, Supplier<Rendering> rendering) {
        reply.error(error, isCommitted() ? rendering.get().failure(error) : Optional.empty());
    }

    /** Notes how much was handed to the caller's socket. */
    void count(Tally tally) {
        tally.delivered(reply.flushed());
    }

    /**
     * Notes all that was written, where the caller's connection is to end well: it will reach it.
     */
    void countWritten(Tally tally) {
        if (isCommitted()) {
            tally.delivered(tally.made());
        }
    }

    /** Cuts the caller's connection: it does not read. */
    void cut() {
        reply.cut();
    }
}
