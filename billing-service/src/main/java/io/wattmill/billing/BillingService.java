// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.counters.CountersFeed;
import io.wattmill.billing.energy.AttributionJob;
import io.wattmill.billing.energy.Attributor;
import io.wattmill.billing.http.BillingHttp;
import io.wattmill.billing.link.InFlight;
import io.wattmill.billing.metering.MeterEndpoint;
import io.wattmill.billing.settle.LedgerEndpoint;
import io.wattmill.billing.settle.Settlement;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.contract.ledger.v1.LedgerService;
import io.wattmill.contract.meter.v1.MeterLinkService;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.trust.Seal;
import java.net.URI;
import java.util.Optional;

/** Billing, whole: the ledger, the meters, attribution, and the HTTP port that answers about them. */
public final class BillingService implements Service {

    private static final String SCHEMA = "billing";

    private final ServiceContext context;
    private final BillingConfig config;
    private final Seal seal;
    private volatile Optional<Running> running = Optional.empty();
    private volatile Optional<Pool> opened = Optional.empty();

    /** Everything that a started service has. */
    private record Running(
            InFlight inFlight,
            LedgerEndpoint ledger,
            MeterEndpoint meterLink,
            AttributionJob attribution,
            CountersFeed counters,
            HttpServer server) {}

    public BillingService(ServiceContext context, BillingConfig config, Seal seal) {
        this.context = context;
        this.config = config;
        this.seal = seal;
    }

    @Override
    public String name() {
        return SCHEMA;
    }

    @Override
    public Future<Void> start() {
        return Database.open(context.vertx(), config.postgres(), SCHEMA)
                .onSuccess(pool -> opened = Optional.of(pool))
                .compose(pool -> Tariff.open(
                                pool, context.bus(), config.prices().terms(), context.clock().nowUs())
                        .compose(tariff -> run(pool, tariff)))
                .mapEmpty();
    }

    private Future<Running> run(Pool pool, Tariff tariff) {
        InFlight inFlight = new InFlight();
        Settlement settlement = new Settlement(context, pool, tariff, config.settle());
        LedgerEndpoint ledger = new LedgerEndpoint(context.vertx(), settlement, tariff, inFlight);
        MeterEndpoint meterLink = new MeterEndpoint(context, pool, config.meter(), inFlight);
        Attributor attributor = new Attributor(pool, config.energy(), context.clock().nowUs());
        AttributionJob attribution = new AttributionJob(context, attributor, config.energy());
        CountersFeed counters = new CountersFeed(context, pool, tariff, config.counters());
        return new BillingHttp(context, config.http(), seal, pool, tariff)
                .listen()
                .map(server -> new Running(inFlight, ledger, meterLink, attribution, counters, server))
                .onSuccess(started -> {
                    running = Optional.of(started);
                    attribution.start();
                    counters.start();
                });
    }

    /** The ledger, for gateways of this process or a gRPC server. After start. */
    public LedgerService ledger() {
        return running().ledger();
    }

    /** The meter link, for agents of this process or a gRPC server. After start. */
    public MeterLinkService meterLink() {
        return running().meterLink();
    }

    /** Where the HTTP port was bound. After start. */
    public URI httpAddress() {
        return URI.create(
                "http://" + config.http().host() + ":" + running().server().actualPort());
    }

    /** Lets nothing more in, and ends what is under way. */
    @Override
    public Future<Void> drain() {
        return running.map(started -> Future.join(
                                started.inFlight().close(),
                                started.attribution().close(),
                                started.counters().close())
                        .<Void>mapEmpty()
                        .timeout(
                                config.settle().drainTimeout().toMillis(),
                                java.util.concurrent.TimeUnit.MILLISECONDS))
                .orElseGet(Future::succeededFuture);
    }

    @Override
    public Future<Void> stop() {
        Future<Void> drained = drain().otherwiseEmpty();
        return drained.compose(_ -> running.map(started -> started.server().close())
                        .orElseGet(Future::succeededFuture))
                .eventually(() -> opened.map(Pool::close).orElseGet(Future::succeededFuture));
    }

    private Running running() {
        return running.orElseThrow(() -> new IllegalStateException("billing has not started"));
    }
}
