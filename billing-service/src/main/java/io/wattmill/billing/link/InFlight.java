// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wattmill.kit.vertx.Contexts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Counts work that is under way, and closes the door when the service stops. */
public final class InFlight {

    private final List<Promise<Void>> waiting = new ArrayList<>();
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
        return Optional.of(Contexts.guarded(work).onComplete(_ -> finished()));
    }

    /** Completes at the first moment at which nothing is under way; the door stays open. */
    public synchronized Future<Void> idle() {
        if (count == 0) {
            return Future.succeededFuture();
        }
        Promise<Void> idle = Promise.promise();
        waiting.add(idle);
        return idle.future();
    }

    /** Lets nothing more in; completes when what is under way has ended. */
    public synchronized Future<Void> close() {
        closed = true;
        return idle();
    }

    private void finished() {
        List<Promise<Void>> done = new ArrayList<>();
        synchronized (this) {
            count--;
            if (count == 0) {
                done.addAll(waiting);
                waiting.clear();
            }
        }
        done.forEach(Promise::tryComplete);
    }
}
