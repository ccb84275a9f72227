// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.rounds.Rounds;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.billing.usage.UsageTotals.Dimension;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.HealthStatus;

import java.util.List;

/** Publishes the totals at a steady pace: cumulative, so that a lost message loses nothing. */
public final class CountersFeed {

    private static final Rounds.Names NAMES =
            new Rounds.Names(
                    "usage counters", "wattmill_counter_rounds", "wattmill_counter_round_failures");

    private static final long US_PER_MS = 1_000;

    private final ServiceContext context;
    private final TotalsStore store;
    private final Tariff tariff;
    private final CountersConfig config;
    private final OutcomeTotals outcomes;
    private final Pool pool;
    private final Rounds rounds;
    private volatile HealthStatus health = HealthStatus.up("starting");

    public CountersFeed(ServiceContext context, Pool pool, Tariff tariff, CountersConfig config) {
        this.context = context;
        this.store = new TotalsStore(pool);
        this.outcomes = new OutcomeTotals(pool, config, context.ticker());
        this.pool = pool;
        this.tariff = tariff;
        this.config = config;
        this.rounds = Rounds.every(context, NAMES, config.interval(), this::publish);
    }

    /** Begins. */
    public void start() {
        rounds.start();
    }

    /**
     * Whether the books could be read just now: the same query needs the database that everything
     * here needs.
     */
    public HealthStatus health() {
        return health;
    }

    /** Ends after the message that is being made. */
    public Future<Void> close() {
        return rounds.close();
    }

    private Future<Boolean> publish() {
        return counters().onComplete(this::published, _ -> failed()).map(false);
    }

    private void published(UsageCounters counters) {
        health = HealthStatus.up(counters.getSettledRequests() + " requests settled");
        context.bus().publish(LedgerAddresses.USAGE_COUNTERS, counters);
    }

    private void failed() {
        health = HealthStatus.down("the ledger's database does not answer");
    }

    private Future<UsageCounters> counters() {
        UsageCounters.Builder counters = UsageCounters.newBuilder();
        return store.usage(Dimension.MODEL, config.maxRows())
                .onSuccess(rows -> counters.addAllByModel(rows).setSettledRequests(requests(rows)))
                .compose(_ -> store.usage(Dimension.PROJECT, config.maxRows()))
                .onSuccess(counters::addAllByProject)
                .compose(_ -> Balances.read(pool))
                .onSuccess(balances -> counters.setCost(CostSums.totals(balances)))
                .compose(balances -> store.energy(balances, tariff.facility()))
                .onSuccess(counters::setEnergy)
                .compose(_ -> outcomes.rows(tariff.facility()))
                .onSuccess(counters::addAllOutcomes)
                .compose(_ -> gateways())
                .onSuccess(
                        gateways ->
                                counters.setGateways(gateways.heard())
                                        .setSilentGateways(gateways.silent()))
                .compose(_ -> store.rejected())
                .map(
                        rejected ->
                                counters.setRejectedRequests(rejected)
                                        .setTakenAtUs(context.clock().nowUs())
                                        .build());
    }

    private Future<TotalsStore.Gateways> gateways() {
        long nowUs = context.clock().nowUs();
        return store.gateways(
                nowUs - config.gatewaySilence().toMillis() * US_PER_MS,
                nowUs - config.gatewayMemory().toMillis() * US_PER_MS);
    }

    private static long requests(List<UsageRow> byModel) {
        return byModel.stream().mapToLong(UsageRow::getRequests).sum();
    }
}
