// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.wattmill.billing.link.InFlight;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals what is finished, one round at a time, until it is closed. */
public final class SealJob {

    private static final Logger LOG = LoggerFactory.getLogger(SealJob.class);

    private final ServiceContext context;
    private final Sealer sealer;
    private final ChainConfig config;
    private final InFlight inFlight = new InFlight();
    private final Counter rounds;
    private final Counter bookings;
    private final Counter failures;
    private volatile long timer;

    public SealJob(ServiceContext context, Sealer sealer, ChainConfig config) {
        this.context = context;
        this.sealer = sealer;
        this.config = config;
        this.rounds = context.metrics().counter("wattmill_ledger_seal_rounds");
        this.bookings = context.metrics().counter("wattmill_ledger_bookings_sealed");
        this.failures = context.metrics().counter("wattmill_ledger_seal_failures");
    }

    /** Begins; the first round comes after one interval. */
    public void start() {
        timer = context.vertx().setTimer(config.interval().toMillis(), _ -> round());
    }

    /** Ends after the round that is under way. */
    public Future<Void> close() {
        context.vertx().cancelTimer(timer);
        return inFlight.close();
    }

    private void round() {
        inFlight.run(() -> sealer.round(context.clock().nowUs()))
                .ifPresent(round -> round.onComplete(this::next, this::failed));
    }

    /** A full block is followed at once: there may be more. */
    private void next(int sealed) {
        rounds.increment();
        bookings.increment(sealed);
        if (sealed < config.bookingsPerBlock()) {
            start();
        } else {
            round();
        }
    }

    private void failed(Throwable cause) {
        failures.increment();
        LOG.atWarn().setCause(cause).log("sealing failed, the next round tries again");
        start();
    }
}
