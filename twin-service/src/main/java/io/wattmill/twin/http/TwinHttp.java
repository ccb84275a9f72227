// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.tls.Binding;
import io.wattmill.kit.tls.PeerGate;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.trust.Seal;
import io.wattmill.twin.check.PlanCheck;
import io.wattmill.twin.check.PlanReport;
import io.wattmill.twin.check.PlanReportJson;
import io.wattmill.twin.emulator.EmulatedFleet;
import io.wattmill.twin.runs.simulated.TraceFiles;
import io.wattmill.twin.store.RunQueue;
import io.wattmill.twin.store.RunsConfig;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code POST /twin/plans/check}: a plan's YAML in, its report as JSON out (422 when the text is no
 * plan), the commands of {@link EmulatorRoutes}, claims, and plans and runs on record ({@link
 * PlanRoutes}, {@link RunRoutes}, {@link ReportRoutes}, {@link DiffRoutes}), traces ({@link
 * TraceRoutes}); beside them {@code /health/live}, {@code /health/ready} and {@code /metrics},
 * which need no principal on this port. With TLS only gateways may call.
 */
public final class TwinHttp {
    private static final Set<String> CALLERS = Set.of("gateway");

    private final ServiceContext services;
    private final TwinHttpConfig config;
    private final Seal seal;
    private final EmulatorRoutes emulator;
    private final PlanRoutes plans;
    private final RunRoutes runs;
    private final ReportRoutes reports;
    private final DiffRoutes diffs;
    private final TraceRoutes traces;
    private final HttpServer server;

    /**
     * What the twin keeps.
     *
     * @param runs plans and runs; empty while there is no database
     * @param config of those
     * @param files where traces are
     * @param maxPartBytes of a trace that is sent
     */
    public record Kept(
            Supplier<Optional<RunQueue>> runs,
            RunsConfig config,
            TraceFiles files,
            int maxPartBytes) {}

    /**
     * The API, not started.
     *
     * @throws io.wattmill.kit.config.ConfigException when it would be open beyond loopback without
     *     mutual TLS
     */
    public TwinHttp(
            ServiceContext services,
            TwinHttpConfig config,
            Seal seal,
            EmulatedFleet fleet,
            Kept kept) {
        var tls = services.tls();
        Binding.check("twin.http.host", config.host(), tls);
        this.services = services;
        this.config = config;
        this.seal = seal;
        this.emulator = new EmulatorRoutes(fleet);
        var runs = kept.runs();
        this.plans = new PlanRoutes(services, runs);
        this.runs = new RunRoutes(runs, kept.config().maxRequests(), services.clock()::nowUs);
        this.reports = new ReportRoutes(runs);
        this.diffs = new DiffRoutes(services, runs, kept.config(), kept.files());
        this.traces = new TraceRoutes(services, kept.files(), kept.maxPartBytes());
        var options =
                new HttpServerOptions()
                        .setIdleTimeout((int) config.idleTimeout().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        this.server =
                services.vertx()
                        .createHttpServer(Tls.secure(options, tls))
                        .requestHandler(PeerGate.only(tls, CALLERS).guard(router()));
    }

    /** Completes when the port is bound. */
    public Future<Void> start() {
        return server.listen(config.port(), config.host()).mapEmpty();
    }

    /** Closes the port. */
    public Future<Void> stop() {
        return server.close();
    }

    /** Base URL; only after start. */
    public URI address() {
        var scheme = services.tls().enabled() ? "https://" : "http://";
        return URI.create(scheme + config.host() + ":" + server.actualPort());
    }

    private Router router() {
        var router = Router.router(services.vertx());
        router.get("/health/live").handler(c -> Health.liveHandler().handle(c.request()));
        router.get("/health/ready")
                .handler(c -> services.health().readyHandler().handle(c.request()));
        router.get("/metrics")
                .handler(c -> Metrics.scrapeHandler(services.metrics()).handle(c.request()));
        router.route("/twin/*").handler(this::requirePrincipal);
        router.post("/twin/plans/check").handler(body()).handler(this::checkPlan);
        emulator.mount(router);
        router.post("/twin/claims/check").handler(body()).handler(ClaimRoutes::check);
        router.get("/twin/claims/schema").handler(ClaimRoutes::schema);
        diffs.mount(router, body());
        plans.mount(router, body());
        reports.mount(router);
        runs.mount(router, body());
        traces.mount(router);
        router.errorHandler(
                404, c -> Replies.refuse(c, 404, "not_found", "There is nothing at this path."));
        router.errorHandler(413, this::tooLarge);
        return router;
    }

    private BodyHandler body() {
        return BodyHandler.create(false).setBodyLimit(config.bodyBytes());
    }

    private void requirePrincipal(RoutingContext context) {
        long nowUs = services.clock().nowUs();
        var principal =
                Optional.ofNullable(context.request().getHeader(Seal.PRINCIPAL_HEADER))
                        .flatMap(token -> seal.open(token, nowUs));
        if (principal.isPresent()) {
            SealedCaller.keep(context, principal.get());
            context.next();
        } else {
            Replies.refuse(context, 401, "unauthenticated", "Reach this API through the gateway.");
        }
    }

    /** Rules over a plan of the allowed size take milliseconds, but not few: off the event loop. */
    private void checkPlan(RoutingContext context) {
        var yaml =
                Optional.ofNullable(context.body().asString(StandardCharsets.UTF_8.name()))
                        .orElse("");
        services.vertx()
                .executeBlocking(() -> PlanCheck.check(yaml), false)
                .onSuccess(report -> reply(context, report))
                .onFailure(context::fail);
    }

    private static void reply(RoutingContext context, PlanReport report) {
        int status =
                switch (report) {
                    case PlanReport.Checked _ -> 200;
                    case PlanReport.Unreadable _ -> 422;
                };
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(PlanReportJson.of(report)));
    }

    private void tooLarge(RoutingContext context) {
        Limits.hit(services.metrics(), "twin.http.body-bytes");
        var message = "The body exceeds what this path takes.";
        Replies.refuse(context, 413, "request_too_large", message);
    }
}
