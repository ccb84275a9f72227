// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.wattmill.billing.link.InFlight;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the janitor round, one round at a time, until it is closed. */
public final class LeaseJob {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseJob.class);

    private final ServiceContext context;
    private final Janitor janitor;
    private final LeaseConfig config;
    private final InFlight inFlight = new InFlight();
    private final Counter rounds;
    private final Counter resolved;
    private final Counter failures;
    private volatile long timer;

    public LeaseJob(ServiceContext context, Janitor janitor, LeaseConfig config) {
        this.context = context;
        this.janitor = janitor;
        this.config = config;
        this.rounds = context.metrics().counter("wattmill_lease_rounds");
        this.resolved = context.metrics().counter("wattmill_leases_resolved");
        this.failures = context.metrics().counter("wattmill_lease_round_failures");
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
        inFlight.run(() -> janitor.round(context.clock().nowUs()))
                .ifPresent(round -> round.onComplete(this::next, this::failed));
    }

    /** A full round is followed at once: there may be more. */
    private void next(int count) {
        rounds.increment();
        resolved.increment(count);
        if (count < config.resolvedAtOnce()) {
            start();
        } else {
            round();
        }
    }

    private void failed(Throwable cause) {
        failures.increment();
        LOG.atWarn().setCause(cause).log("leases were not resolved, the next round tries again");
        start();
    }
}
