// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.vertx.core.Future;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.gateway.admission.Admission;
import io.wattmill.gateway.admission.Estimator;
import io.wattmill.gateway.admission.InFlight;
import io.wattmill.gateway.admission.Reserver;
import io.wattmill.gateway.admission.Tiers;
import io.wattmill.gateway.lending.BudgetEvents;
import io.wattmill.gateway.lending.BudgetFeed;
import io.wattmill.gateway.lending.Entrance;
import io.wattmill.gateway.lending.LeaseKeeper;
import io.wattmill.gateway.lending.LimitMetrics;
import io.wattmill.gateway.rates.RateCards;
import io.wattmill.kit.bootstrap.ServiceContext;

/** What decides who may come in: which budgets there are, what is in hand of them, admission. */
final class Admitting {

    private final ServiceContext context;
    private final GatewayConfig config;
    private final Closers closers;
    private final LimitMetrics notices;
    private final LeaseKeeper keeper;
    private final BudgetFeed budgets;

    /** Begins to keep leases; {@code closers} end it. */
    Admitting(
            ServiceContext context,
            GatewayConfig config,
            Ledger ledger,
            Closers closers,
            String gatewayId) {
        this.context = context;
        this.config = config;
        this.closers = closers;
        this.notices =
                new LimitMetrics(context.metrics(), new BudgetEvents(context, gatewayId)::exceeded);
        this.keeper = keepLeases(ledger, gatewayId);
        this.budgets = readBudgets(ledger);
    }

    /** Completes when billing was asked for the budgets. */
    Future<Void> start() {
        return budgets.start();
    }

    private LeaseKeeper keepLeases(Ledger ledger, String gatewayId) {
        LeaseKeeper leases =
                new LeaseKeeper(
                        context.vertx(),
                        config.lending(),
                        gatewayId,
                        ledger,
                        context.clock(),
                        context.ticker(),
                        context.metrics());
        closers.addNow("leases", leases::stop);
        leases.start();
        context.health().register("gateway.leases", leases::health);
        closers.addNow("lease health", () -> context.health().unregister("gateway.leases"));
        return leases;
    }

    private BudgetFeed readBudgets(Ledger ledger) {
        BudgetFeed feed =
                new BudgetFeed(
                        context.vertx(),
                        config.lending(),
                        ledger,
                        context.bus(),
                        config.budgetFile(),
                        context.ticker(),
                        context.metrics(),
                        this::changed);
        closers.add("budgets", feed::stop);
        context.health().register("gateway.budgets", feed::health);
        closers.addNow("budget health", () -> context.health().unregister("gateway.budgets"));
        return feed;
    }

    private void changed() {
        keeper.reconsider();
        notices.forget();
    }

    /** The way in, open: whoever is short of a lease waits there for a moment. */
    Entrance entrance(RateCards rates, InFlight inFlight) {
        Entrance entrance =
                new Entrance(
                        context.vertx(),
                        config.lending(),
                        admission(rates, inFlight),
                        keeper,
                        context.ticker(),
                        context.metrics());
        closers.addNow("entrance", entrance::stop);
        entrance.start();
        return entrance;
    }

    private Admission admission(RateCards rates, InFlight inFlight) {
        var bounds = config.admission();
        return new Admission(
                bounds.limits(new Tiers(config.tiers().keySet())),
                inFlight,
                budgets::current,
                new Estimator(rates::current, bounds.priors(), bounds.expectedOutputTokens()),
                new Reserver(keeper.leases(), keeper.slices(), notices),
                context.clock()::nowUs);
    }
}
