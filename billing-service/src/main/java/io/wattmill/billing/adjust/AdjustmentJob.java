// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.adjust;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.rounds.Rounds;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.tariff.PricesConfig.AdjustmentConfig;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.util.List;

/** Adjusts the running month, and the one before while usage of it may come, at each full hour. */
public final class AdjustmentJob {

    private static final long US_PER_MS = 1_000;
    private static final Rounds.Names NAMES =
            new Rounds.Names(
                    "price adjustment",
                    "wattmill_price_adjustment_rounds",
                    "wattmill_price_adjustment_failures");

    private final ServiceContext context;
    private final AdjustmentStore store;
    private final Tariff tariff;
    private final AdjustmentConfig config;
    private final Counter posted;

    private AdjustmentJob(
            ServiceContext context, Pool pool, Tariff tariff, AdjustmentConfig config) {
        this.context = context;
        this.store = new AdjustmentStore(pool);
        this.tariff = tariff;
        this.config = config;
        this.posted = context.metrics().counter("wattmill_price_adjustments");
    }

    /** A round at each full interval of the clock. */
    public static Rounds of(
            ServiceContext context, Pool pool, Tariff tariff, AdjustmentConfig config) {
        AdjustmentJob job = new AdjustmentJob(context, pool, tariff, config);
        return Rounds.atFull(context, NAMES, config.interval(), job::round);
    }

    private Future<Boolean> round() {
        long nowUs = context.clock().nowUs();
        List<Month> months = Month.open(nowUs, config.lateness().toMillis() * US_PER_MS);
        return Sequence.map(
                        months,
                        month -> store.adjust(month, tariff.book().at(month.pricedAtUs(nowUs))))
                .onSuccess(this::count)
                .map(false);
    }

    private void count(List<Integer> adjustments) {
        posted.increment(adjustments.stream().mapToInt(Integer::intValue).sum());
    }
}
