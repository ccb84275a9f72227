// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * What was opened, to be closed in reverse. One that fails is logged and does not keep the others
 * open.
 */
final class Closers {

    private static final Logger LOG = LoggerFactory.getLogger(Closers.class);

    private final Deque<Closer> closers = new ConcurrentLinkedDeque<>();

    private record Closer(String name, Supplier<Future<?>> close) {}

    void add(String name, Supplier<Future<?>> close) {
        closers.push(new Closer(name, close));
    }

    /** Adds something that closes at once. */
    void addNow(String name, Runnable close) {
        add(
                name,
                () -> {
                    close.run();
                    return Future.succeededFuture();
                });
    }

    Future<Void> close() {
        Future<Void> chain = Future.succeededFuture();
        for (Closer closer = closers.poll(); closer != null; closer = closers.poll()) {
            Closer next = closer;
            chain = chain.compose(_ -> closeOne(next));
        }
        return chain;
    }

    private static Future<Void> closeOne(Closer closer) {
        return closer.close()
                .get()
                .<Void>mapEmpty()
                .recover(
                        e -> {
                            LOG.atWarn()
                                    .addKeyValue("part", closer.name())
                                    .setCause(e)
                                    .log("did not close");
                            return Future.succeededFuture();
                        });
    }
}
