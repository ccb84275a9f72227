// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

import java.util.function.Supplier;

/** Calls into state that belongs to one event-loop context, and calls that may throw. */
public final class Contexts {

    private Contexts() {}

    /**
     * Runs {@code call} on {@code owner} and completes on the caller's context, whichever that is.
     * An exception thrown by the call fails the future. When the caller is on the owner already
     * there is no hop.
     */
    public static <T> Future<T> call(Context owner, Supplier<Future<T>> call) {
        if (Vertx.currentContext() == owner) {
            return guarded(call);
        }
        Promise<T> answer = ((ContextInternal) owner.owner().getOrCreateContext()).promise();
        owner.runOnContext(_ -> guarded(call).onComplete(answer));
        return answer.future();
    }

    /**
     * Runs {@code call} here. An exception thrown by it fails the future: a stub whose stream is
     * gone or a pool that is closed may throw, and whoever waits for the answer is told all the
     * same.
     */
    public static <T> Future<T> guarded(Supplier<? extends Future<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
