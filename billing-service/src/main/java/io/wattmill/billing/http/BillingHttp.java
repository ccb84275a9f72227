// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.energy.SeriesStore;
import io.wattmill.billing.lease.BudgetStore;
import io.wattmill.billing.lease.LeaseConfig;
import io.wattmill.billing.query.OutcomeStore;
import io.wattmill.billing.query.ReportStore;
import io.wattmill.billing.query.RequestStore;
import io.wattmill.billing.report.ReportQuery.Kind;
import io.wattmill.billing.tariff.DryRun;
import io.wattmill.billing.tariff.PricesConfig;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.billing.verify.BooksCheck;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.tls.PeerGate;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.trust.Seal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Billing's HTTP server: routes, and nothing that they decide. With TLS only gateways may call it;
 * and every question about tenants needs the principal that a gateway sealed.
 */
public final class BillingHttp {

    private static final Logger LOG = LoggerFactory.getLogger(BillingHttp.class);
    private static final int MAX_HEADER_BYTES = 16_384;
    private static final int TOO_LARGE = 413;
    private static final Set<String> CALLERS = Set.of("gateway");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .serializationInclusion(JsonInclude.Include.ALWAYS)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private final ServiceContext context;
    private final HttpConfig config;
    private final Seal seal;
    private final RequestRoute requests;
    private final ReportRoute usage;
    private final ReportRoute costs;
    private final VerifyRoute verify;
    private final SettledRoute settled;
    private final OutcomeRoute outcomes;
    private final BudgetRoute budgets;
    private final SeriesRoute series;
    private final DumpRoute dump;
    private final PriceRoutes prices;
    private final int maxImportBytes;
    private final Semaphore places;

    public BillingHttp(
            ServiceContext context,
            HttpConfig config,
            PricesConfig priced,
            LeaseConfig leases,
            Seal seal,
            Pool pool,
            Tariff tariff) {
        this.context = context;
        this.config = config;
        this.seal = seal;
        RequestStore store = new RequestStore(pool);
        SettlingRequests settling =
                new SettlingRequests(
                        context.vertx(),
                        context.ticker(),
                        store,
                        config.settlingWait(),
                        config.settlingPoll());
        this.requests = new RequestRoute(store, settling, tariff);
        this.settled = new SettledRoute(store, config.maxSettledIds(), context.metrics());
        ReportStore reports = new ReportStore(pool, config.maxReportRows());
        this.usage = new ReportRoute(reports, Kind.COMPLETIONS);
        this.costs = new ReportRoute(reports, Kind.COSTS);
        this.verify = new VerifyRoute(new BooksCheck(pool, context.clock()));
        this.outcomes =
                new OutcomeRoute(new OutcomeStore(pool, config.maxOutcomeRevisions()), settling);
        this.budgets = new BudgetRoute(new BudgetStore(pool, leases), leases.maxBudgets());
        this.series =
                new SeriesRoute(new SeriesStore(pool), config.maxSeriesHours(), context.metrics());
        this.dump = new DumpRoute(pool, config.dumpTimeout());
        PriceRoute versions =
                new PriceRoute(
                        context.vertx(), tariff, new DryRun(pool), priced, config.maxReportRows());
        this.maxImportBytes = priced.maxImportBytes();
        this.prices = new PriceRoutes(context, versions, maxImportBytes);
        this.places = new Semaphore(config.maxConcurrent());
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
        router.get("/v1/requests/:id").handler(signed(this::request));
        router.post("/v1/outcomes")
                .handler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()))
                .handler(signed(this::outcome))
                .failureHandler(refused("billing.http.max-body-bytes", config.maxBodyBytes()));
        router.get("/v1/organization/usage/completions").handler(signed(report(usage)));
        router.get("/v1/organization/costs").handler(signed(report(costs)));
        router.post("/billing/series")
                .handler(BodyHandler.create(false).setBodyLimit(config.maxSeriesBytes()))
                .handler(signed(this::series))
                .failureHandler(refused("billing.http.max-series-bytes", config.maxSeriesBytes()));
        router.get("/billing/verify").handler(signed((caller, _) -> verify.answer(caller)));
        router.get("/billing/budgets")
                .handler(
                        signed(
                                (caller, asked) ->
                                        budgets.list(caller, asked.queryParams(), now())));
        router.put("/billing/budgets/:id")
                .handler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()))
                .handler(signed(this::putBudget))
                .failureHandler(refused("billing.http.max-body-bytes", config.maxBodyBytes()));
        router.delete("/billing/budgets/:id")
                .handler(signed((caller, asked) -> budgets.remove(caller, id(asked))));
        router.get("/billing/dump").handler(this::dump);
        router.get("/billing/settled")
                .handler(signed((caller, asked) -> settled.answer(caller, asked.queryParams())));
        prices.mount(
                router, this::signed, refused("billing.prices.max-import-bytes", maxImportBytes));
        router.route().handler(signed((_, routing) -> unknown(routing)));
        return router;
    }

    private Future<Answer> request(Caller caller, RoutingContext routing) {
        return requests.answer(caller, id(routing));
    }

    private static String id(RoutingContext routing) {
        return Objects.requireNonNullElse(routing.pathParam("id"), "");
    }

    private long now() {
        return context.clock().nowUs();
    }

    private Future<Answer> putBudget(Caller caller, RoutingContext routing) {
        return budgets.put(caller, id(routing), body(routing), now());
    }

    private static byte[] body(RoutingContext routing) {
        Buffer body = routing.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }

    private Future<Answer> outcome(Caller caller, RoutingContext routing) {
        return outcomes.answer(caller, body(routing), now());
    }

    private Future<Answer> series(Caller caller, RoutingContext routing) {
        String csv = Objects.requireNonNullElse(routing.body().asString(), "");
        return series.answer(caller, routing.queryParams(), csv);
    }

    /** Not bounded like the others: it streams for as long as its reader takes. */
    private void dump(RoutingContext routing) {
        long nowUs = context.clock().nowUs();
        Optional<Answer> refusal =
                Caller.of(routing.request(), seal, nowUs)
                        .map(dump::refusal)
                        .orElseGet(() -> Optional.of(Answer.unsigned()));
        refusal.ifPresentOrElse(
                answer -> send(routing.response(), answer),
                () -> dump.write(routing.response(), nowUs));
    }

    private Handler<RoutingContext> refused(String limit, int maxBytes) {
        return routing -> {
            if (routing.statusCode() == TOO_LARGE) {
                Limits.hit(context.metrics(), limit);
                send(routing.response(), Answer.tooLarge(maxBytes));
            } else {
                routing.next();
            }
        };
    }

    private Route report(ReportRoute route) {
        return (caller, routing) ->
                route.answer(caller, routing.queryParams(), context.clock().nowUs());
    }

    private static Future<Answer> unknown(RoutingContext routing) {
        return Future.succeededFuture(Answer.unknownRoute(routing.normalizedPath()));
    }

    @FunctionalInterface
    interface Route {
        Future<Answer> answer(Caller caller, RoutingContext routing);
    }

    private Handler<RoutingContext> signed(Route route) {
        return routing ->
                Caller.of(routing.request(), seal, context.clock().nowUs())
                        .map(caller -> bounded(() -> route.answer(caller, routing)))
                        .orElseGet(() -> Future.succeededFuture(Answer.unsigned()))
                        .recover(this::failed)
                        .onSuccess(answer -> send(routing.response(), answer));
    }

    private Future<Answer> bounded(Supplier<Future<Answer>> answer) {
        if (!places.tryAcquire()) {
            Limits.hit(context.metrics(), "billing.http.max-concurrent");
            return Future.succeededFuture(
                    Answer.unavailable("Billing has too many questions at once.", "busy"));
        }
        return Future.succeededFuture()
                .compose(_ -> answer.get())
                .timeout(config.answerTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(_ -> places.release());
    }

    private Future<Answer> failed(Throwable cause) {
        LOG.atWarn().setCause(cause).log("billing could not answer");
        return Future.succeededFuture(
                Answer.unavailable(
                        "The ledger is not available; what was used is still being recorded.",
                        "ledger_down"));
    }

    private static void send(HttpServerResponse response, Answer answer) {
        answer.retryAfterS()
                .ifPresent(seconds -> response.putHeader("retry-after", seconds.toString()));
        response.setStatusCode(answer.status())
                .putHeader("content-type", "application/json")
                .end(json(answer.body()))
                .onFailure(
                        cause ->
                                LOG.atDebug()
                                        .setCause(cause)
                                        .log("the caller was gone before the answer"));
    }

    private static Buffer json(Record body) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is no JSON: " + body.getClass(), e);
        }
    }
}
