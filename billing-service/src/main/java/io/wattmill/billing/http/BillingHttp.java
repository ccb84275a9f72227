// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.energy.SeriesStore;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.lease.BudgetStore;
import io.wattmill.billing.lease.LeaseConfig;
import io.wattmill.billing.query.AccountStore;
import io.wattmill.billing.query.BookingStore;
import io.wattmill.billing.query.EntryStore;
import io.wattmill.billing.query.FinanceStore;
import io.wattmill.billing.query.OutcomeStore;
import io.wattmill.billing.query.ReportStore;
import io.wattmill.billing.query.RequestStore;
import io.wattmill.billing.reconciling.MeterHours;
import io.wattmill.billing.reconciling.OpenWindows;
import io.wattmill.billing.reconciling.ReconciliationConfig;
import io.wattmill.billing.reconciling.ReconciliationReport;
import io.wattmill.billing.tariff.DryRun;
import io.wattmill.billing.tariff.PricesConfig;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.billing.verify.BooksCheck;
import io.wattmill.billing.verify.VerifyJob;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.tls.PeerGate;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.trust.Seal;

import java.util.List;
import java.util.Set;

/**
 * Billing's HTTP server: routes, and nothing that they decide. With TLS only gateways may call it;
 * and every question about tenants needs the principal that a gateway sealed. A new group of routes
 * is a class of {@link Routes} and a line in {@link #routes}.
 */
public final class BillingHttp {

    private static final int MAX_HEADER_BYTES = 16_384;
    private static final Set<String> CALLERS = Set.of("gateway");

    private final ServiceContext context;
    private final HttpConfig config;
    private final Gate gate;
    private final List<Routes> routes;

    public BillingHttp(
            ServiceContext context,
            HttpConfig config,
            PricesConfig prices,
            LeaseConfig leases,
            ReconciliationConfig reconciliation,
            Seal seal,
            Pool pool,
            Tariff tariff) {
        this.context = context;
        this.config = config;
        this.gate = new Gate(context, config, seal);
        this.routes = routes(prices, leases, reconciliation, pool, tariff);
    }

    private List<Routes> routes(
            PricesConfig prices,
            LeaseConfig leases,
            ReconciliationConfig reconciliation,
            Pool pool,
            Tariff tariff) {
        RequestStore requests = new RequestStore(pool);
        SettlingRequests settling =
                new SettlingRequests(
                        context.vertx(),
                        context.ticker(),
                        requests,
                        config.settlingWait(),
                        config.settlingPoll());
        return List.of(
                new RequestRoute(requests, settling, tariff),
                new OutcomeRoute(
                        new OutcomeStore(pool, config.maxOutcomeRevisions()),
                        settling,
                        config.maxBodyBytes()),
                new ReportRoute(new ReportStore(pool, config.maxReportRows())),
                new SettledRoute(requests, config.maxSettledIds(), context.metrics()),
                new VerifyRoute(
                        new VerifyJob(new BooksCheck(pool, context.clock()), context.clock()),
                        config.verifyWait()),
                new DumpRoute(pool, config.dumpTimeout()),
                new BudgetRoute(
                        new BudgetStore(pool, leases),
                        context.bus(),
                        leases,
                        config.maxBodyBytes()),
                new SeriesRoute(
                        new SeriesStore(pool), new MeterHours(pool), config, context.metrics()),
                new AccountRoute(new AccountStore(pool), config.pages().maxRows()),
                new EntryRoute(
                        new EntryStore(pool, config.pages().maxTransfers()),
                        new BookingStore(pool),
                        config.pages().maxRows()),
                new FinanceRoute(new FinanceStore(pool), config.pages()),
                new ReconciliationRoute(
                        new ReconciliationReport(pool), new OpenWindows(pool, reconciliation)),
                new PriceRoute(
                        context.vertx(), tariff, new DryRun(pool), prices, config.maxReportRows()));
    }

    /** Binds; the server that has the port. */
    public Future<HttpServer> listen() {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setIdleTimeout((int) config.idleTimeout().toSeconds())
                        .setMaxHeaderSize(MAX_HEADER_BYTES);
        return context.vertx()
                .createHttpServer(Tls.secure(options, context.tls()))
                .requestHandler(PeerGate.only(context.tls(), CALLERS).guard(router()))
                .listen();
    }

    private Router router() {
        Router router = Router.router(context.vertx());
        router.get("/health/live")
                .handler(routing -> Health.liveHandler().handle(routing.request()));
        router.get("/health/ready")
                .handler(routing -> context.health().readyHandler().handle(routing.request()));
        router.get("/metrics")
                .handler(
                        routing ->
                                Metrics.scrapeHandler(context.metrics()).handle(routing.request()));
        RouteTable table = new RouteTable(router, gate);
        routes.forEach(group -> group.enter(table));
        router.route().handler(gate.guard(Access.TENANT, BillingHttp::unknown));
        return router;
    }

    private static Future<Answer> unknown(Asked asked) {
        return Future.succeededFuture(Answer.unknownRoute(asked.routing().normalizedPath()));
    }
}
