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
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the totals at a steady pace: cumulative, so that a lost message loses nothing. */
public final class CountersFeed {

    private static final Logger LOG = LoggerFactory.getLogger(CountersFeed.class);

    private final ServiceContext context;
    private final TotalsStore store;
    private final Tariff tariff;
    private final CountersConfig config;
    private final InFlight inFlight = new InFlight();
    private volatile long timer;

    public CountersFeed(ServiceContext context, Pool pool, Tariff tariff, CountersConfig config) {
        this.context = context;
        this.store = new TotalsStore(pool);
        this.tariff = tariff;
        this.config = config;
    }

    /** Begins. */
    public void start() {
        timer = context.vertx().setTimer(config.interval().toMillis(), _ -> publish());
    }

    /** Ends after the message that is being made. */
    public Future<Void> close() {
        context.vertx().cancelTimer(timer);
        return inFlight.close();
    }

    private void publish() {
        inFlight.run(this::counters)
                .ifPresent(counters -> counters.onSuccess(
                                message -> context.bus().publish(LedgerAddresses.USAGE_COUNTERS, message))
                        .onFailure(cause -> LOG.atWarn().setCause(cause).log("usage counters not published"))
                        .onComplete(_ -> start()));
    }

    private Future<UsageCounters> counters() {
        UsageCounters.Builder counters = UsageCounters.newBuilder();
        return store.usage(Dimension.MODEL, config.maxRows())
                .onSuccess(rows -> counters.addAllByModel(rows).setSettledRequests(requests(rows)))
                .compose(_ -> store.usage(Dimension.PROJECT, config.maxRows()))
                .onSuccess(counters::addAllByProject)
                .compose(_ -> store.energy(tariff.book().latest().terms().facility()))
                .onSuccess(counters::setEnergy)
                .compose(_ -> store.rejected())
                .map(rejected -> counters.setRejectedRequests(rejected)
                        .setTakenAtUs(context.clock().nowUs())
                        .build());
    }

    private static long requests(List<UsageRow> byModel) {
        return byModel.stream().mapToLong(UsageRow::getRequests).sum();
    }
}
