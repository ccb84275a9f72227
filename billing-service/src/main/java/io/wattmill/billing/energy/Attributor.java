// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.attribution.Attribution;
import io.wattmill.billing.attribution.Settled;
import io.wattmill.billing.attribution.Settled.GatewayMark;
import io.wattmill.billing.energy.WindowStore.Waiting;
import io.wattmill.billing.ledger.Bookings;
import io.wattmill.billing.settle.GatewayMarks;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.billing.tariff.Tariff;

import java.util.List;

/**
 * Finds the windows whose requests have settled and has them attributed with their cost, a round a
 * transaction; and those whose cost must be made again.
 */
public final class Attributor {

    private static final Future<Integer> NONE = Future.succeededFuture(0);

    /**
     * What a round did.
     *
     * @param windows that it attributed
     * @param more whether others were ready
     */
    record Round(int windows, boolean more) {}

    private static final Future<Round> IDLE = Future.succeededFuture(new Round(0, false));

    private final Pool pool;
    private final EnergyConfig config;
    private final Attribution attribution;
    private final Costing costing;
    private final long openedAtUs;

    /**
     * @param costing how cost is made
     * @param openedAtUs when billing began to listen to gateways, epoch microseconds
     */
    Attributor(Pool pool, EnergyConfig config, Costing costing, long openedAtUs) {
        this.pool = pool;
        this.config = config;
        this.costing = costing;
        this.attribution = new Attribution(config.maxScalePpm());
        this.openedAtUs = openedAtUs;
    }

    /** With the rules of cost and the price book that costs are made with. */
    public static Attributor of(
            Pool pool, EnergyConfig config, CostConfig cost, Tariff tariff, long openedAtUs) {
        return new Attributor(pool, config, new Costing(tariff, cost), openedAtUs);
    }

    /** Makes again some of what is due; how many windows. None when another service is at it. */
    public Future<Integer> correct() {
        return Transactions.run(
                pool,
                connection ->
                        new WindowStore(connection)
                                .lead()
                                .compose(leads -> leads ? correct(connection) : NONE));
    }

    private Future<Integer> correct(SqlConnection connection) {
        return new CostStore(connection)
                .due(config.windowsPerRound(), config.sharesPerRound())
                .compose(ids -> ids.length == 0 ? NONE : correct(connection, ids));
    }

    private Future<Integer> correct(SqlConnection connection, Long[] ids) {
        return Bookings.open(connection, Bookings.Kind.CORRECTION, "cost")
                .compose(bookingId -> costing.book(connection, bookingId, ids))
                .map(ids.length);
    }

    /** Attributes what is ready. Nothing when another service is at it. */
    Future<Round> round(long nowUs) {
        return Transactions.run(
                pool, connection -> round(connection, new WindowStore(connection), nowUs));
    }

    private Future<Round> round(SqlConnection connection, WindowStore store, long nowUs) {
        return store.lead().compose(leads -> leads ? lead(connection, store, nowUs) : IDLE);
    }

    private Future<Round> lead(SqlConnection connection, WindowStore store, long nowUs) {
        return GatewayMarks.read(connection)
                .compose(marks -> round(connection, store, nowUs, marks));
    }

    private Future<Round> round(
            SqlConnection connection, WindowStore store, long nowUs, List<GatewayMark> gateways) {
        long settledUs = Settled.through(gateways, openedAtUs, nowUs, config.patience());
        long endedByUs = Math.clamp(settledUs, nowUs - config.deadlineUs(), nowUs);
        AttributionRound round =
                new AttributionRound(
                        connection,
                        store,
                        attribution,
                        costing,
                        settledUs,
                        config.sharesPerRound());
        return store.waiting(endedByUs, config.windowsPerRound())
                .compose(waiting -> round.attribute(waiting).map(done -> round(waiting, done)));
    }

    private Round round(List<Waiting> waiting, int done) {
        boolean full = waiting.size() == config.windowsPerRound();
        return new Round(done, full || done < waiting.size());
    }
}
