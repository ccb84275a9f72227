// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where trees are built of what callers sent: of a short text at once, on the call's event loop; of
 * a long one on a worker, so that nobody else's stream waits for it.
 *
 * @param inlineBytes the longest text that is short
 */
record Workbench(Vertx vertx, int inlineBytes) {

    /**
     * Hands {@code then} what {@code work} makes of {@code bytes} bytes, on the event loop of
     * {@code call}. What either throws, the call is told of; work on a worker must know nothing
     * that belongs to the loop.
     */
    <T> void run(Call call, long bytes, Supplier<T> work, Consumer<T> then) {
        if (bytes <= inlineBytes) {
            then.accept(work.get());
            return;
        }
        vertx.executeBlocking(work::get, false)
                .onComplete(made -> call.guarded(() -> then.accept(orThrow(made))));
    }

    private static <T> T orThrow(AsyncResult<T> made) {
        if (made.failed()) {
            throw new IllegalStateException("a body could not be read", made.cause());
        }
        return made.result();
    }
}
