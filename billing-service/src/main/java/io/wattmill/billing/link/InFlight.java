// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Supplier;

/** Counts work that is under way, and closes the door when the service drains. */
public final class InFlight {

    private final Promise<Void> idle = Promise.promise();
    private int count;
    private boolean closed;

    /** Starts work; empty once the door is closed. */
    public <T> Optional<Future<T>> run(Supplier<Future<T>> work) {
        synchronized (this) {
            if (closed) {
                return Optional.empty();
            }
            count++;
        }
        return Optional.of(started(work).onComplete(_ -> finished()));
    }

    /** Lets nothing more in; completes when what is under way has ended. */
    public Future<Void> close() {
        synchronized (this) {
            closed = true;
            if (count == 0) {
                idle.tryComplete();
            }
        }
        return idle.future();
    }

    private static <T> Future<T> started(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private synchronized void finished() {
        count--;
        if (closed && count == 0) {
            idle.tryComplete();
        }
    }
}
