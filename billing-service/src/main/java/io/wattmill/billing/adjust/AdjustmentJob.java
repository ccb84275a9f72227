// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.adjust;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.link.InFlight;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.tariff.PricesConfig.AdjustmentConfig;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** Adjusts the running month, and the one before while usage of it may come, at each full hour. */
public final class AdjustmentJob {

    private static final Logger LOG = LoggerFactory.getLogger(AdjustmentJob.class);
    private static final long US_PER_MS = 1_000;

    private final ServiceContext context;
    private final AdjustmentStore store;
    private final Tariff tariff;
    private final AdjustmentConfig config;
    private final InFlight inFlight = new InFlight();
    private final Counter rounds;
    private final Counter posted;
    private final Counter failures;
    private volatile long timer;

    public AdjustmentJob(
            ServiceContext context, Pool pool, Tariff tariff, AdjustmentConfig config) {
        this.context = context;
        this.store = new AdjustmentStore(pool);
        this.tariff = tariff;
        this.config = config;
        this.rounds = context.metrics().counter("wattmill_price_adjustment_rounds");
        this.posted = context.metrics().counter("wattmill_price_adjustments");
        this.failures = context.metrics().counter("wattmill_price_adjustment_failures");
    }

    /** Begins; a round comes at each full interval of the clock. */
    public void start() {
        long intervalMs = config.interval().toMillis();
        long sinceMs = Math.floorMod(context.clock().nowUs() / US_PER_MS, intervalMs);
        timer = context.vertx().setTimer(intervalMs - sinceMs, _ -> round());
    }

    /** Ends after the round that is under way. */
    public Future<Void> close() {
        context.vertx().cancelTimer(timer);
        return inFlight.close();
    }

    private void round() {
        inFlight.run(this::adjust)
                .ifPresent(
                        round ->
                                round.onComplete(this::done, this::failed)
                                        .onComplete(_ -> start()));
    }

    private Future<List<Integer>> adjust() {
        long nowUs = context.clock().nowUs();
        List<Month> months = Month.open(nowUs, config.lateness().toMillis() * US_PER_MS);
        return Sequence.map(
                months,
                month -> store.adjust(month, tariff.book().at(month.pricedAtUs(nowUs))));
    }

    private void done(List<Integer> adjustments) {
        rounds.increment();
        posted.increment(adjustments.stream().mapToInt(Integer::intValue).sum());
    }

    private void failed(Throwable cause) {
        failures.increment();
        LOG.atWarn().setCause(cause).log("months were not adjusted, the next round tries again");
    }
}
