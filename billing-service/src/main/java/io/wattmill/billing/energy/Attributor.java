// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.attribution.Attribution;
import io.wattmill.billing.attribution.Settled;
import io.wattmill.billing.attribution.Settled.GatewayMark;
import io.wattmill.billing.sql.Transactions;

import java.util.List;

/** Finds the windows whose requests have settled and has them attributed, a round a transaction. */
public final class Attributor {

    private static final Future<Integer> NONE = Future.succeededFuture(0);

    private final Pool pool;
    private final EnergyConfig config;
    private final Attribution attribution;
    private final long openedAtUs;

    /**
     * @param openedAtUs when billing began to listen to gateways, epoch microseconds
     */
    public Attributor(Pool pool, EnergyConfig config, long openedAtUs) {
        this.pool = pool;
        this.config = config;
        this.attribution = new Attribution(config.maxScalePpm());
        this.openedAtUs = openedAtUs;
    }

    /** Attributes what is ready; how many windows that were. None when another service is at it. */
    public Future<Integer> round(long nowUs) {
        return Transactions.run(
                pool, connection -> round(connection, new WindowStore(connection), nowUs));
    }

    private Future<Integer> round(SqlConnection connection, WindowStore store, long nowUs) {
        return store.lead().compose(leads -> leads ? lead(connection, store, nowUs) : NONE);
    }

    private Future<Integer> lead(SqlConnection connection, WindowStore store, long nowUs) {
        return store.gateways().compose(marks -> round(connection, store, nowUs, marks));
    }

    private Future<Integer> round(
            SqlConnection connection, WindowStore store, long nowUs, List<GatewayMark> gateways) {
        long settledUs = Settled.through(gateways, openedAtUs, nowUs, config.patience());
        long endedByUs = Math.clamp(settledUs, nowUs - config.deadlineUs(), nowUs);
        AttributionRound round = new AttributionRound(connection, store, attribution, settledUs);
        return store.waiting(endedByUs, config.windowsPerRound()).compose(round::attribute);
    }
}
