// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.util.Objects;
import java.util.concurrent.Callable;

/** Work that blocks, away from the event loops. */
final class Blocking {
    private Blocking() {}

    /** Runs it on a worker thread, beside other such work. The result is never null. */
    static <T> Future<T> call(Vertx vertx, Callable<T> work) {
        return vertx.executeBlocking(work, false).map(result -> Objects.requireNonNull(result));
    }
}
