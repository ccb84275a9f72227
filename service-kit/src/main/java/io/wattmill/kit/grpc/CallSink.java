// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.WriteStream;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * The sending side of a call that may die at any moment: vertx-grpc 5.0.7 throws once the call was
 * reset, where a stream should give a failed future.
 */
record CallSink<T>(WriteStream<T> call) implements WriteStream<T> {

    @Override
    public WriteStream<T> exceptionHandler(@Nullable Handler<Throwable> handler) {
        call.exceptionHandler(handler);
        return this;
    }

    @Override
    public Future<Void> write(T message) {
        return caught(() -> call.write(message));
    }

    @Override
    public Future<Void> end() {
        return caught(call::end);
    }

    @Override
    public WriteStream<T> setWriteQueueMaxSize(int size) {
        call.setWriteQueueMaxSize(size);
        return this;
    }

    /** A call that is over takes no more: the next write says so. */
    @Override
    public boolean writeQueueFull() {
        try {
            return call.writeQueueFull();
        } catch (IllegalStateException _) {
            return false;
        }
    }

    @Override
    public WriteStream<T> drainHandler(@Nullable Handler<Void> handler) {
        call.drainHandler(handler);
        return this;
    }

    private static Future<Void> caught(Supplier<Future<Void>> action) {
        try {
            return action.get();
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }
}
