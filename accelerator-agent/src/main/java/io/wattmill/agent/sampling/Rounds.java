// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.kit.time.Ticker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Does one thing again and again; a round begins only when the one before is over. */
public final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Vertx vertx;
    private final Ticker ticker;
    private final Pace pace;
    private final RandomGenerator random;
    private final Supplier<Future<Void>> round;
    private boolean stopped;
    private long timer;

    /** Rounds that begin with {@link #start}. */
    public Rounds(
            Vertx vertx,
            Ticker ticker,
            Pace pace,
            RandomGenerator random,
            Supplier<Future<Void>> round) {
        this.vertx = vertx;
        this.ticker = ticker;
        this.pace = pace;
        this.random = random;
        this.round = round;
    }

    /** Does the first round at once; completes with it, however it ended. */
    public Future<Void> start() {
        long began = ticker.nanos();
        return Future.<Void>succeededFuture()
                .compose(_ -> round.get())
                .otherwise(
                        cause -> {
                            LOG.atError().setCause(cause).log("a round failed");
                            return null;
                        })
                .onComplete(_ -> next(ticker.nanos() - began));
    }

    /** No round begins after this. */
    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void next(long tookNanos) {
        if (!stopped) {
            long wait = pace.waitMillis(tookNanos, random.nextDouble());
            timer = vertx.setTimer(wait, _ -> start());
        }
    }
}
