// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.gateway.identity.Identification;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.policy.Access;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.policy.RouteMatch;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.watch.Watchdog;
import io.wattmill.gateway.wire.ApiError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** Serves HTTP on one event loop. Several of them share the port. */
public final class Ingress extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);
    private static final int STALE_RETRY_SECONDS = 5;

    private final IngressParts parts;
    private Optional<Running> running = Optional.empty();

    private record Running(
            HttpServer server,
            Watchdog watchdog,
            Connections connections,
            Authenticator authenticator,
            Relay relay,
            Handlers handlers) {}

    /** One event loop's door. */
    public Ingress(IngressParts parts) {
        this.parts = parts;
    }

    @Override
    public Future<?> start() {
        Watchdog watchdog = new Watchdog(vertx, parts.ticker());
        Connections connections =
                new Connections(
                        Math.max(1, parts.config().maxConnections() / parts.config().eventLoops()),
                        parts.config().headerTimeout(),
                        parts.config().idleTimeout(),
                        watchdog,
                        parts.metrics());
        Relay relay = new Relay(vertx, parts.relay(), watchdog);
        HttpServer server = vertx.createHttpServer(options());
        running =
                Optional.of(
                        new Running(
                                server,
                                watchdog,
                                connections,
                                new Authenticator(parts),
                                relay,
                                new Handlers(vertx, parts, relay, watchdog)));
        server.connectionHandler(connections::opened);
        server.invalidRequestHandler(this::refuse);
        server.exceptionHandler(e -> LOG.atDebug().setCause(e).log("a connection failed"));
        return server.requestHandler(this::handle)
                .listen()
                .onSuccess(s -> parts.bound().tryComplete(s.actualPort()));
    }

    private HttpServerOptions options() {
        HttpConfig config = parts.config();
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(parts.port())
                .setMaxInitialLineLength(config.maxLineBytes())
                .setMaxHeaderSize(config.maxHeaderBytes())
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setDecompressionSupported(false)
                .setCompressionSupported(false)
                // No WebSocket is spoken here: without these every message passes one handler less.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpNoDelay(true);
    }

    private void handle(HttpServerRequest request) {
        Running now = running.orElseThrow();
        begin(now, request).ifPresent(call -> call.guarded(() -> route(now, call)));
    }

    /** What could not be read as HTTP is answered, and then nothing more is read. */
    private void refuse(HttpServerRequest request) {
        begin(running.orElseThrow(), request)
                .ifPresent(call -> call.reply().closing().error(Framing.undecodable(request)));
    }

    /** Empty when the answer before this request was the connection's last. */
    private Optional<Call> begin(Running now, HttpServerRequest request) {
        Call call =
                new Call(
                        request,
                        new Reply(request, UuidCreator.getTimeOrderedEpoch().toString()),
                        now.watchdog().nanos());
        if (!now.connections().requestBegan(request.connection(), call.reply())) {
            return Optional.empty();
        }
        call.reply().onOver(() -> over(now, call));
        return Optional.of(call);
    }

    private void over(Running now, Call call) {
        TraceHeaders.end(call);
        now.connections().requestEnded(call.request().connection(), call.reply());
        if (parts.config().accessLog() && !call.isUnlogged()) {
            AccessLog.log(call, call.reply(), now.watchdog().nanos() - call.arrivedNanos());
        }
    }

    private void route(Running now, Call call) {
        Optional<ApiError> refusal = Framing.refusal(call.request());
        if (refusal.isPresent()) {
            call.reply().closing().error(refusal.get());
            return;
        }
        if (Framing.endsConnection(call.request())) {
            call.reply().closing();
        }
        switch (RouteMatch.of(call.method(), call.path())) {
            case RouteMatch.Nowhere() ->
                    call.reply()
                            .error(ApiError.notFound("There is no such path; see GET /v1/models."));
            case RouteMatch.OtherMethod(var allowed) -> {
                call.reply().header("allow", String.join(", ", allowed));
                call.reply()
                        .error(
                                ApiError.methodNotAllowed(
                                        "This path takes " + String.join(", ", allowed) + "."));
            }
            case RouteMatch.Found(Route route) -> {
                call.found(route);
                authorize(now, call, route);
            }
        }
    }

    private void authorize(Running now, Call call, Route route) {
        switch (route.access()) {
            case Access.Public() -> now.handlers().handle(route, call);
            case Access.Needs needs -> {
                switch (now.authenticator().identify(call.request())) {
                    case Identification.Known(KeyRecord key) ->
                            permit(now, call, route, needs, key);
                    case Identification.Unknown(String reason) ->
                            call.reply().error(ApiError.unauthenticated(reason));
                    case Identification.Elsewhere(String reason) ->
                            call.reply().error(ApiError.addressNotAllowed(reason));
                    case Identification.Stale(String reason) ->
                            call.reply()
                                    .error(
                                            ApiError.unavailable(
                                                    "identity_unavailable",
                                                    reason,
                                                    STALE_RETRY_SECONDS));
                }
            }
        }
    }

    private void permit(Running now, Call call, Route route, Access.Needs needs, KeyRecord key) {
        call.identified(key);
        TraceHeaders.begin(parts.tracing(), call, route);
        if (key.may(needs.scope())) {
            now.handlers().handle(route, call);
        } else {
            call.reply()
                    .error(
                            ApiError.forbidden(
                                    "This key lacks the scope '"
                                            + needs.scope().text()
                                            + "'; an admin key has it."));
        }
    }

    @Override
    public Future<?> stop() {
        return running.map(this::close).orElse(Future.succeededFuture());
    }

    private Future<Void> close(Running now) {
        now.watchdog().stop();
        return Future.join(now.server().close(), now.relay().close(), now.handlers().close())
                .mapEmpty();
    }
}
