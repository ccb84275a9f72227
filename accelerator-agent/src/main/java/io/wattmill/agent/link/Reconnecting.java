// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.wattmill.kit.stream.Feed;

import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A two-way stream that comes back: one session at a time, and after each the next, with growing
 * jittered waits, for as long as its {@link Peer} wants one. Belongs to one context.
 *
 * @param <Q> what this side sends
 * @param <R> what the other side answers
 */
final class Reconnecting<Q, R> {

    /** This side's use of the stream; called on the context. */
    interface Peer<R> {

        /** Whether a session is worth having. */
        boolean wanted();

        /** A session begins; what is sent now goes first. */
        void opened();

        /** The other side said something. */
        void received(R reply);

        /** The session is over. */
        void lost();
    }

    private final LinkGround ground;
    private final Dialer<Q, R> dialer;
    private final Backoff backoff;
    private final LinkHealth health;
    private final Peer<R> peer;
    private Optional<Session> session = Optional.empty();
    private int failures;
    private boolean waiting;
    private boolean stopped;

    Reconnecting(
            LinkGround ground,
            Dialer<Q, R> dialer,
            Backoff backoff,
            LinkHealth health,
            Peer<R> peer) {
        this.ground = ground;
        this.dialer = dialer;
        this.backoff = backoff;
        this.health = health;
        this.peer = peer;
    }

    /** Opens a session unless there is one, or one is on its way. */
    void connect() {
        if (session.isEmpty() && !waiting && !stopped && peer.wanted()) {
            Session next = new Session();
            session = Optional.of(next);
            peer.opened();
            next.dial();
        }
    }

    /** Sends in this session; false when there is none, or its queue is full. */
    boolean send(Q message) {
        return session.map(open -> open.send(message)).orElse(false);
    }

    boolean open() {
        return session.isPresent();
    }

    /** The other side accepted this one: the next failure is the first again. */
    void healthy() {
        failures = 0;
        health.up();
    }

    /** Gives the session up, and tries another. */
    void drop(Throwable cause) {
        session.ifPresent(open -> open.lose(cause));
    }

    /** Ends the session; there will be no other. */
    void stop() {
        stopped = true;
        drop(new IllegalStateException("the agent stops"));
    }

    private void finished(Throwable cause) {
        session = Optional.empty();
        health.down(cause, stopped);
        peer.lost();
        if (!stopped) {
            waiting = true;
            long wait = backoff.waitMillis(failures++, ground.random().nextDouble());
            ground.setTimer(wait, this::again);
        }
    }

    private void again() {
        waiting = false;
        connect();
    }

    /** One stream, from dialling to its end. */
    private final class Session {

        private final Feed<Q> feed = Feed.on(ground.context(), ground.config().queueCapacity());
        private Runnable hangUp = () -> {};
        private boolean answered;
        private boolean over;
        private boolean timed;
        private long timer;

        void dial() {
            Dialer.Call<R> call = attempt();
            hangUp = call.hangUp();
            call.replies().onSuccess(this::listen).onFailure(cause -> here(() -> lose(cause)));
        }

        private Dialer.Call<R> attempt() {
            try {
                return dialer.dial(feed);
            } catch (RuntimeException e) {
                return new Dialer.Call<>(Future.failedFuture(e), () -> {});
            }
        }

        /**
         * Handlers are set at once, wherever this runs: a stream may flow as soon as it is there.
         */
        private void listen(ReadStream<R> replies) {
            replies.exceptionHandler(cause -> here(() -> lose(cause)));
            replies.endHandler(_ -> here(() -> lose(new IllegalStateException("stream ended"))));
            replies.handler(reply -> here(() -> receive(reply)));
            here(() -> answered = true);
        }

        private void receive(R reply) {
            if (!over) {
                peer.received(reply);
            }
        }

        boolean send(Q message) {
            boolean taken = !over && feed.offer(message);
            if (taken && !timed) {
                timed = true;
                timer = ground.setTimer(answerMillis(), this::expectAnswer);
            }
            return taken;
        }

        private void expectAnswer() {
            if (!answered) {
                lose(new TimeoutException("no answer within " + answerMillis() + " ms"));
            }
        }

        void lose(Throwable cause) {
            if (!over) {
                over = true;
                ground.cancelTimer(timer);
                hangUp.run();
                finished(cause);
            }
        }

        private long answerMillis() {
            return ground.config().answerTimeout().toMillis();
        }

        private void here(Runnable action) {
            if (Vertx.currentContext() == ground.context()) {
                action.run();
            } else {
                ground.context().runOnContext(_ -> action.run());
            }
        }
    }
}
