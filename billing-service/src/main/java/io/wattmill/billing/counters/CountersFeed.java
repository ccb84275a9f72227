// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.link.InFlight;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.billing.usage.UsageTotals.Dimension;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.HealthStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** Publishes the totals at a steady pace: cumulative, so that a lost message loses nothing. */
public final class CountersFeed {

    private static final Logger LOG = LoggerFactory.getLogger(CountersFeed.class);

    private static final long US_PER_MS = 1_000;

    private final ServiceContext context;
    private final TotalsStore store;
    private final Tariff tariff;
    private final CountersConfig config;
    private final InFlight inFlight = new InFlight();
    private final OutcomeTotals outcomes;
    private final Pool pool;
    private volatile long timer;
    private volatile HealthStatus health = HealthStatus.up("starting");

    public CountersFeed(ServiceContext context, Pool pool, Tariff tariff, CountersConfig config) {
        this.context = context;
        this.store = new TotalsStore(pool);
        this.outcomes = new OutcomeTotals(pool, config, context.ticker());
        this.pool = pool;
        this.tariff = tariff;
        this.config = config;
    }

    /** Begins. */
    public void start() {
        timer = context.vertx().setTimer(config.interval().toMillis(), _ -> publish());
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
        context.vertx().cancelTimer(timer);
        return inFlight.close();
    }

    private void publish() {
        inFlight.run(this::counters)
                .ifPresent(
                        counters ->
                                counters.onComplete(this::published, this::failed)
                                        .onComplete(_ -> start()));
    }

    private void published(UsageCounters counters) {
        health = HealthStatus.up(counters.getSettledRequests() + " requests settled");
        context.bus().publish(LedgerAddresses.USAGE_COUNTERS, counters);
    }

    private void failed(Throwable cause) {
        health = HealthStatus.down("the ledger's database does not answer");
        LOG.atWarn().setCause(cause).log("usage counters not published");
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
