// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.rollup;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.rounds.Rounds;
import io.wattmill.kit.bootstrap.ServiceContext;

/** Rounds that roll up what is finished. */
public final class RollupJob {

    private static final Rounds.Names NAMES =
            new Rounds.Names("rolling up", "wattmill_rollup_rounds", "wattmill_rollup_failures");

    private RollupJob() {}

    /** A full round is followed at once: there may be more. */
    public static Rounds of(ServiceContext context, Pool pool, RollupConfig config) {
        Rollup rollup = new Rollup(pool, config.bookingsPerRound());
        Counter bookings = context.metrics().counter("wattmill_rollup_bookings");
        return Rounds.every(context, NAMES, config.interval(), () -> round(rollup, bookings));
    }

    private static Future<Boolean> round(Rollup rollup, Counter bookings) {
        return rollup.round().onSuccess(bookings::increment).map(rollup::wasFull);
    }
}
