// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.tls.Binding;
import io.wattmill.kit.tls.PeerGate;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.vertx.Contexts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The gRPC port of a process: its services, each with the kinds of process that may call it. What a
 * service's methods learn of their caller is {@link io.wattmill.kit.tls.Peers#current}.
 */
public final class RpcEndpoint implements Service {

    private final Vertx vertx;
    private final RpcConfig config;
    private final TlsConfig tls;
    private final List<Entry> entries = new ArrayList<>();
    private Optional<Context> home = Optional.empty();
    private volatile Optional<HttpServer> server = Optional.empty();

    private record Entry(Supplier<io.vertx.grpc.server.Service> service, Set<String> callers) {}

    /**
     * An endpoint that does not listen yet.
     *
     * @param path dotted path of {@code config} in the configuration, for messages
     * @throws io.wattmill.kit.config.ConfigException when it would serve beyond loopback without
     *     mutual TLS
     */
    public RpcEndpoint(Vertx vertx, String path, RpcConfig config, TlsConfig tls) {
        Binding.check(path + ".host", config.host(), tls);
        this.vertx = vertx;
        this.config = config;
        this.tls = tls;
    }

    /** Adds a service that these kinds of process may call. Call it before {@link #start}. */
    public RpcEndpoint serve(io.vertx.grpc.server.Service service, Set<String> callers) {
        return serve(() -> service, callers);
    }

    /** As above, for a service that is there when this endpoint starts, and not before. */
    public RpcEndpoint serve(Supplier<io.vertx.grpc.server.Service> service, Set<String> callers) {
        entries.add(new Entry(service, Set.copyOf(callers)));
        return this;
    }

    /**
     * Connections are read on the thread of this context: where the state of the services has that
     * owner, a call changes no thread, and waking another one costs more than most calls. Call it
     * before {@link #start}.
     */
    public RpcEndpoint on(Context owner) {
        home = Optional.of(owner);
        return this;
    }

    /** The address that it binds. */
    public String host() {
        return config.host();
    }

    @Override
    public String name() {
        return "grpc";
    }

    /** Binds. */
    @Override
    public Future<Void> start() {
        return home.map(owner -> Contexts.call(owner, this::listen)).orElseGet(this::listen);
    }

    private Future<Void> listen() {
        GrpcServer grpc = Rpc.server(vertx, config.maxMessageBytes());
        Map<String, Set<String>> rules = new HashMap<>();
        for (Entry entry : entries) {
            io.vertx.grpc.server.Service service = entry.service().get();
            grpc.addService(service);
            rules.put("/" + service.name().fullyQualifiedName() + "/", entry.callers());
        }
        return vertx.createHttpServer(options())
                .requestHandler(Rpc.handler(grpc, PeerGate.of(tls, rules)))
                .listen()
                .onSuccess(http -> server = Optional.of(http))
                .mapEmpty();
    }

    private HttpServerOptions options() {
        int idleSeconds = Math.toIntExact(config.idleTimeout().toSeconds());
        HttpServerOptions options =
                Rpc.serverOptions(config.host(), config.port(), idleSeconds, tls);
        options.getInitialSettings().setMaxConcurrentStreams(config.maxStreams());
        return options;
    }

    /** The bound port, after {@link #start}. */
    public int port() {
        return server.orElseThrow().actualPort();
    }

    /** Nothing to wait for: the services behind it refuse new work and finish the old. */
    @Override
    public Future<Void> drain() {
        return Future.succeededFuture();
    }

    /** Closes the port and its connections. */
    @Override
    public Future<Void> stop() {
        return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
    }
}
