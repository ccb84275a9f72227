// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.watch;

import io.vertx.core.Vertx;
import io.wattmill.kit.time.Ticker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks over what waits on one event loop. Not for several threads. */
public final class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** Deadlines are kept to this, not finer. */
    private static final long PERIOD_MS = 100;

    private final Vertx vertx;
    private final Ticker ticker;
    private final Set<Watched> watched = new LinkedHashSet<>();
    private final long timer;

    /** Watches on the current context until {@link #stop}. */
    public Watchdog(Vertx vertx, Ticker ticker) {
        this.vertx = vertx;
        this.ticker = ticker;
        this.timer = vertx.setPeriodic(PERIOD_MS, _ -> sweep());
    }

    /** Monotonic time. */
    public long nanos() {
        return ticker.nanos();
    }

    /** Begins to watch {@code item}. */
    public void add(Watched item) {
        watched.add(item);
    }

    /** Ends watching {@code item}. */
    public void remove(Watched item) {
        watched.remove(item);
    }

    private void sweep() {
        if (!watched.isEmpty()) {
            long now = ticker.nanos();
            List.copyOf(watched).forEach(item -> check(item, now));
        }
    }

    /** One that throws would keep all that come after it from being looked at, for ever. */
    private void check(Watched item, long now) {
        try {
            item.check(now);
        } catch (RuntimeException e) {
            watched.remove(item);
            LOG.atError().setCause(e).log("something watched failed and is watched no more");
        }
    }

    /** Ends all watching. */
    public void stop() {
        vertx.cancelTimer(timer);
    }
}
