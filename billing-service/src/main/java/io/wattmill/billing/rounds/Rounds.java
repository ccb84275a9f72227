// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.rounds;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.billing.link.InFlight;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Work that comes again and again, one round at a time, until it is closed. */
public final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Vertx vertx;
    private final String what;
    private final LongSupplier waitMs;
    private final Supplier<Future<Boolean>> work;
    private final InFlight inFlight = new InFlight();
    private final Counter rounds;
    private final Counter failures;
    private volatile long timer;

    private Rounds(
            ServiceContext context,
            Names names,
            LongSupplier waitMs,
            Supplier<Future<Boolean>> work) {
        this.vertx = context.vertx();
        this.what = names.what();
        this.waitMs = waitMs;
        this.work = work;
        this.rounds = context.metrics().counter(names.rounds());
        this.failures = context.metrics().counter(names.failures());
    }

    /**
     * What rounds are called.
     *
     * @param what in the log, such as "attribution"
     * @param rounds the counter of those that succeeded
     * @param failures the counter of those that did not
     */
    public record Names(String what, String rounds, String failures) {}

    /**
     * Rounds with the same time between the end of one and the start of the next.
     *
     * @param work one round; true when there is more at once, so that no time passes before the
     *     next. A failure is logged and counted, and the next round tries again
     */
    public static Rounds every(
            ServiceContext context,
            Names names,
            Duration interval,
            Supplier<Future<Boolean>> work) {
        return new Rounds(context, names, interval::toMillis, work);
    }

    /** Rounds at each full interval of the clock, such as at each full hour. */
    public static Rounds atFull(
            ServiceContext context,
            Names names,
            Duration interval,
            Supplier<Future<Boolean>> work) {
        long intervalMs = interval.toMillis();
        return new Rounds(
                context,
                names,
                () -> intervalMs - Math.floorMod(context.clock().nowUs() / 1_000, intervalMs),
                work);
    }

    /** Begins; the first round comes after one wait. */
    public void start() {
        timer = vertx.setTimer(waitMs.getAsLong(), _ -> round());
    }

    /** Ends after the round that is under way. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return inFlight.close();
    }

    private void round() {
        inFlight.run(work).ifPresent(round -> round.onComplete(this::next, this::failed));
    }

    private void next(boolean more) {
        rounds.increment();
        if (more) {
            round();
        } else {
            start();
        }
    }

    private void failed(Throwable cause) {
        failures.increment();
        LOG.atWarn()
                .addKeyValue("work", what)
                .setCause(cause)
                .log("a round failed, the next one tries again");
        start();
    }
}
