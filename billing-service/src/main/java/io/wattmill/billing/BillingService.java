// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.adjust.AdjustmentJob;
import io.wattmill.billing.counters.CountersFeed;
import io.wattmill.billing.energy.AttributionJob;
import io.wattmill.billing.energy.Attributor;
import io.wattmill.billing.http.BillingHttp;
import io.wattmill.billing.lease.BudgetList;
import io.wattmill.billing.lease.Janitor;
import io.wattmill.billing.lease.LeaseJob;
import io.wattmill.billing.lease.Leasing;
import io.wattmill.billing.link.Home;
import io.wattmill.billing.link.InFlight;
import io.wattmill.billing.metering.MeterEndpoint;
import io.wattmill.billing.reconciling.Reconciler;
import io.wattmill.billing.reconciling.ReconciliationJob;
import io.wattmill.billing.rollup.RollupJob;
import io.wattmill.billing.rounds.Rounds;
import io.wattmill.billing.seal.SealJob;
import io.wattmill.billing.seal.Sealer;
import io.wattmill.billing.settle.LedgerEndpoint;
import io.wattmill.billing.settle.Settlement;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.contract.ledger.v1.LedgerGrpcService;
import io.wattmill.contract.ledger.v1.LedgerService;
import io.wattmill.contract.meter.v1.MeterLinkGrpcService;
import io.wattmill.contract.meter.v1.MeterLinkService;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.tls.Binding;
import io.wattmill.kit.trust.Seal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Billing, whole: the ledger, the meters, attribution, and the HTTP port that answers about them.
 */
public final class BillingService implements Service {

    private static final String NAME = "billing";

    private final ServiceContext context;
    private final BillingConfig config;
    private final Seal seal;
    private final Home home = new Home();
    private final InFlight inFlight = new InFlight();
    private volatile Optional<Pool> pool = Optional.empty();
    private volatile Optional<Running> running = Optional.empty();

    /** What a started service has. */
    private record Running(
            LedgerEndpoint ledger,
            MeterEndpoint meterLink,
            List<Rounds> rounds,
            CountersFeed counters,
            Tariff tariff,
            HttpServer server) {}

    /**
     * Billing; nothing is opened before {@link #start}.
     *
     * @throws io.wattmill.kit.config.ConfigException when its HTTP port would be open beyond
     *     loopback without mutual TLS
     */
    public BillingService(ServiceContext context, BillingConfig config, Seal seal) {
        Binding.check("billing.http.host", config.http().host(), context.tls());
        this.context = context;
        this.config = config;
        this.seal = seal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Void> start() {
        return context.vertx().deployVerticle(home).compose(_ -> home.call(this::open));
    }

    private Future<Void> open() {
        return Database.open(context.vertx(), config.postgres(), NAME)
                .onSuccess(opened -> pool = Optional.of(opened))
                .compose(
                        opened ->
                                Tariff.open(context, opened, config.prices())
                                        .compose(tariff -> run(opened, tariff)));
    }

    private Future<Void> run(Pool opened, Tariff tariff) {
        Duration readings = config.reconciliation().readings();
        Settlement settlement = new Settlement(context, opened, tariff, config.settle(), readings);
        LedgerEndpoint ledger =
                new LedgerEndpoint(
                        context.vertx(),
                        home,
                        settlement,
                        leasing(opened),
                        tariff,
                        new BudgetList(opened, config.leases()),
                        inFlight);
        MeterEndpoint meterLink =
                new MeterEndpoint(context, home, opened, config.meter(), readings, inFlight);
        Attributor attributor =
                Attributor.of(
                        opened, config.energy(), config.cost(), tariff, context.clock().nowUs());
        List<Rounds> rounds =
                List.of(
                        AttributionJob.of(context, attributor, config.energy()),
                        SealJob.of(context, new Sealer(opened, config.chain()), config.chain()),
                        RollupJob.of(context, opened, config.rollup()),
                        LeaseJob.of(context, new Janitor(opened, config.leases()), config.leases()),
                        AdjustmentJob.of(context, opened, tariff, config.prices().adjustments()),
                        reconciliation(opened));
        CountersFeed counters = new CountersFeed(context, opened, tariff, config.counters());
        return new BillingHttp(
                        context,
                        config.http(),
                        config.prices(),
                        config.leases(),
                        config.reconciliation(),
                        seal,
                        opened,
                        tariff)
                .listen()
                .map(server -> new Running(ledger, meterLink, rounds, counters, tariff, server))
                .onSuccess(this::begin)
                .mapEmpty();
    }

    private Rounds reconciliation(Pool opened) {
        Reconciler reconciler =
                new Reconciler(
                        opened,
                        config.reconciliation(),
                        config.energy().patience(),
                        context.clock().nowUs(),
                        config.cost().zone(),
                        config.meter().maxDeviceWatts());
        return ReconciliationJob.of(context, opened, reconciler, config.reconciliation());
    }

    private Leasing leasing(Pool opened) {
        return new Leasing(opened, config.leases(), context.clock(), context.metrics());
    }

    private void begin(Running started) {
        running = Optional.of(started);
        started.rounds().forEach(Rounds::start);
        started.counters().start();
        context.health().register(NAME, started.counters()::health);
    }

    /** The ledger, for gateways of this process or a gRPC server. After start. */
    public LedgerService ledger() {
        return running().ledger();
    }

    /** The meter link, for agents of this process or a gRPC server. After start. */
    public MeterLinkService meterLink() {
        return running().meterLink();
    }

    /**
     * Puts billing on the gRPC port of its process, which starts after it: the ledger for gateways,
     * the meter link for agents. In one JVM there is no such port.
     */
    public void serveOn(RpcEndpoint endpoint) {
        endpoint.serve(() -> LedgerGrpcService.of(ledger()), Set.of("gateway"))
                .serve(() -> MeterLinkGrpcService.of(meterLink()), Set.of("agent"));
    }

    /** Where the HTTP port was bound. After start. */
    public URI httpAddress() {
        String scheme = context.tls().enabled() ? "https://" : "http://";
        return URI.create(scheme + config.http().host() + ":" + running().server().actualPort());
    }

    /**
     * Completes when nothing is under way. Settlements and reports are still taken until {@link
     * #stop}: they are how gateways and agents drain.
     */
    @Override
    public Future<Void> drain() {
        return bounded(inFlight.idle());
    }

    @Override
    public Future<Void> stop() {
        context.health().unregister(NAME);
        return bounded(inFlight.close())
                .eventually(
                        () -> running.map(BillingService::close).orElseGet(Future::succeededFuture))
                .eventually(() -> pool.map(Pool::close).orElseGet(Future::succeededFuture))
                .eventually(() -> home.undeploy(context.vertx()));
    }

    private static Future<Void> close(Running started) {
        Stream<Future<Void>> others =
                Stream.of(
                        started.counters().close(),
                        started.tariff().close(),
                        started.server().close());
        return Future.join(
                        Stream.concat(started.rounds().stream().map(Rounds::close), others)
                                .toList())
                .mapEmpty();
    }

    private Future<Void> bounded(Future<Void> work) {
        return work.timeout(config.settle().drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Running running() {
        return running.orElseThrow(() -> new IllegalStateException("billing has not started"));
    }
}
