// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wattmill.gateway.admission.InFlight;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of taking requests. */
final class Draining {

    private static final long POLL_MS = 20;

    private final Vertx vertx;
    private final InFlight inFlight;
    private volatile LongSupplier afterwards = () -> 0;
    private volatile boolean begun;

    Draining(Vertx vertx, InFlight inFlight) {
        this.vertx = vertx;
        this.inFlight = inFlight;
    }

    /** Counts what goes on when a request is no longer in flight, to be waited for too. */
    void waitFor(LongSupplier work) {
        afterwards = work;
    }

    /** Whether new requests are refused. */
    boolean hasBegun() {
        return begun;
    }

    /** Refuses new requests from now on. */
    void begin() {
        begun = true;
    }

    /** Refuses new requests; completes when none is in flight, or after {@code limit}. */
    Future<Void> begin(Duration limit) {
        begin();
        Promise<Void> drained = Promise.promise();
        long poll = vertx.setPeriodic(POLL_MS, _ -> completeWhenIdle(drained));
        long bound = vertx.setTimer(Math.max(1, limit.toMillis()), _ -> drained.tryComplete());
        return drained.future()
                .onComplete(
                        _ -> {
                            vertx.cancelTimer(poll);
                            vertx.cancelTimer(bound);
                        });
    }

    private void completeWhenIdle(Promise<Void> drained) {
        if (inFlight.total() == 0 && afterwards.getAsLong() == 0) {
            drained.tryComplete();
        }
    }
}
