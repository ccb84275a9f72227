// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wattmill.twin.trace.TraceRequest;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hands out each request when its time has come, and waits for nothing else. */
final class Pacer {

    /** So many may be late at once before answers get their turn on the event loop. */
    private static final int MAX_PER_TURN = 64;

    private final Vertx vertx;
    private final RunClock clock;
    private final List<TraceRequest> requests;
    private final Consumer<TraceRequest> sender;
    private final Promise<Void> finished = Promise.promise();
    private int next;
    private boolean stopped;

    Pacer(Vertx vertx, RunClock clock, List<TraceRequest> requests, Consumer<TraceRequest> sender) {
        this.vertx = vertx;
        this.clock = clock;
        this.requests = requests;
        this.sender = sender;
    }

    /**
     * Begins; the future ends with the last request's time, when stopped, or when sending throws.
     */
    Future<Void> start() {
        turn();
        return finished.future();
    }

    void stop() {
        stopped = true;
        finished.tryComplete();
    }

    private void turn() {
        try {
            sendWhatIsDue();
        } catch (RuntimeException e) {
            finished.tryFail(e);
        }
    }

    private void sendWhatIsDue() {
        int last = Math.min(requests.size(), next + MAX_PER_TURN);
        while (!stopped && next < last && untilNextUs() <= 0) {
            sender.accept(requests.get(next++));
        }
        if (stopped || next == requests.size()) {
            finished.tryComplete();
        } else {
            waitForNext();
        }
    }

    private void waitForNext() {
        long us = untilNextUs();
        if (us <= 0) {
            vertx.runOnContext(_ -> turn());
        } else {
            vertx.timer(us, TimeUnit.MICROSECONDS).onComplete(_ -> turn());
        }
    }

    private long untilNextUs() {
        return requests.get(next).arrivalUs() - clock.nowUs();
    }
}
