// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.stream;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/**
 * A bounded {@link ReadStream} that code pushes into: the request side of a streaming call, or a
 * streaming reply without a network between.
 *
 * <p>{@link #offer}, {@link #end} and {@link #fail} may be called from any thread; handlers run on
 * the context that the feed was made with, in the order of the offers. At most {@code capacity}
 * elements wait for a paused or slow consumer; one more is refused, and the caller decides what
 * that means.
 *
 * @param <T> element type
 */
public final class Feed<T> implements ReadStream<T> {

    private final Context context;
    private final int capacity;
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private long demand = Long.MAX_VALUE;
    private boolean scheduled;
    private boolean ended;
    private boolean terminated;
    private @Nullable Throwable failure;
    private @Nullable Handler<T> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    private Feed(Context context, int capacity) {
        this.context = context;
        this.capacity = capacity;
    }

    /**
     * A feed that delivers on the current context of {@code vertx} and holds at most {@code
     * capacity} elements.
     */
    public static <T> Feed<T> of(Vertx vertx, int capacity) {
        return new Feed<>(vertx.getOrCreateContext(), capacity);
    }

    /** As {@link #of(Vertx, int)}, on a given context. */
    public static <T> Feed<T> on(Context context, int capacity) {
        return new Feed<>(context, capacity);
    }

    /** Adds an element; false when the feed is full or over. */
    public synchronized boolean offer(T element) {
        if (isOver() || waiting.size() >= capacity) {
            return false;
        }
        waiting.add(element);
        schedule();
        return true;
    }

    /** Ends the stream after the elements that wait. */
    public synchronized void end() {
        ended = true;
        schedule();
    }

    /** Fails the stream after the elements that wait. */
    public synchronized void fail(Throwable cause) {
        if (!isOver()) {
            failure = cause;
            schedule();
        }
    }

    /** True once {@link #end} or {@link #fail} was called. */
    public synchronized boolean isOver() {
        return ended || failure != null;
    }

    @Override
    public synchronized Feed<T> handler(@Nullable Handler<T> elementHandler) {
        this.handler = elementHandler;
        schedule();
        return this;
    }

    @Override
    public synchronized Feed<T> endHandler(@Nullable Handler<Void> onEnd) {
        this.endHandler = onEnd;
        return this;
    }

    @Override
    public synchronized Feed<T> exceptionHandler(@Nullable Handler<Throwable> onFailure) {
        this.exceptionHandler = onFailure;
        return this;
    }

    @Override
    public synchronized Feed<T> pause() {
        demand = 0;
        return this;
    }

    @Override
    public synchronized Feed<T> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public synchronized Feed<T> fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        schedule();
        return this;
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            context.runOnContext(_ -> drain());
        }
    }

    private void drain() {
        synchronized (this) {
            scheduled = false;
        }
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Handler<T> consumer = handler;
        if (consumer == null || terminated) {
            return null;
        }
        if (!waiting.isEmpty()) {
            return demand == 0 ? null : delivery(consumer);
        }
        return isOver() ? termination() : null;
    }

    private Runnable delivery(Handler<T> consumer) {
        T element = waiting.remove();
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        return () -> consumer.handle(element);
    }

    private Runnable termination() {
        terminated = true;
        Throwable cause = failure;
        Handler<Throwable> onFailure = exceptionHandler;
        Handler<Void> onEnd = endHandler;
        return () -> {
            if (cause != null && onFailure != null) {
                onFailure.handle(cause);
            } else if (cause == null && onEnd != null) {
                onEnd.handle(null);
            }
        };
    }
}
