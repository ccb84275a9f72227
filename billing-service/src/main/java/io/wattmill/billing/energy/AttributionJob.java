// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.wattmill.billing.link.InFlight;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs rounds of attribution, one at a time, until it is closed. */
public final class AttributionJob {

    private static final Logger LOG = LoggerFactory.getLogger(AttributionJob.class);

    private final ServiceContext context;
    private final Attributor attributor;
    private final EnergyConfig config;
    private final InFlight inFlight = new InFlight();
    private final Counter rounds;
    private final Counter windows;
    private final Counter corrections;
    private final Counter failures;
    private volatile long timer;

    public AttributionJob(ServiceContext context, Attributor attributor, EnergyConfig config) {
        this.context = context;
        this.attributor = attributor;
        this.config = config;
        MeterRegistry registry = context.metrics();
        this.rounds = registry.counter("wattmill_energy_rounds");
        this.windows = registry.counter("wattmill_energy_windows_attributed");
        this.corrections = registry.counter("wattmill_cost_windows_made_again");
        this.failures = registry.counter("wattmill_energy_round_failures");
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
        inFlight.run(this::work).ifPresent(round -> round.onComplete(this::next, this::failed));
    }

    /** What one round did. */
    private record Done(int attributed, int corrected) {}

    private Future<Done> work() {
        return attributor
                .round(context.clock().nowUs())
                .compose(
                        attributed ->
                                attributor
                                        .correct()
                                        .map(corrected -> new Done(attributed, corrected)));
    }

    /** A full round is followed at once: there may be more. */
    private void next(Done done) {
        rounds.increment();
        windows.increment(done.attributed());
        corrections.increment(done.corrected());
        if (Math.max(done.attributed(), done.corrected()) < config.windowsPerRound()) {
            start();
        } else {
            round();
        }
    }

    private void failed(Throwable cause) {
        failures.increment();
        LOG.atWarn().setCause(cause).log("attribution round failed, the next one tries again");
        start();
    }
}
