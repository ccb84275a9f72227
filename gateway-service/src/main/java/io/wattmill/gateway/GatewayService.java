// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.gateway.admission.InFlight;
import io.wattmill.gateway.capability.Capabilities;
import io.wattmill.gateway.fleet.FleetBoard;
import io.wattmill.gateway.fleet.FleetControl;
import io.wattmill.gateway.http.HeldBytes;
import io.wattmill.gateway.http.Ingress;
import io.wattmill.gateway.http.IngressParts;
import io.wattmill.gateway.keys.BootstrapKeys;
import io.wattmill.gateway.lending.Entrance;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.scoreboard.History;
import io.wattmill.gateway.scoreboard.Scoreboard;
import io.wattmill.gateway.tracing.Tracing;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.tls.Destination;
import io.wattmill.kit.trust.Seal;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** The gateway, whole. */
public final class GatewayService implements Service {

    private static final AtomicInteger FREE_PORTS = new AtomicInteger();

    private final Vertx vertx;
    private final ServiceContext context;
    private final GatewayConfig config;
    private final Placement placement;
    private final Ledger ledger;
    private final Backends backends;
    private final Seal seal;
    private final Draining draining;
    private final FleetControl fleetControl;
    private final InFlight inFlight = new InFlight();
    private final Closers closers = new Closers();
    private final Promise<Integer> bound = Promise.promise();
    private Optional<Stores> stores = Optional.empty();

    /** A gateway that cannot command the fleet. */
    public GatewayService(
            ServiceContext context,
            GatewayConfig config,
            Placement placement,
            Ledger ledger,
            Backends backends,
            Seal seal) {
        this(context, config, placement, ledger, backends, seal, FleetControl.absent());
    }

    /**
     * A gateway; nothing is opened before {@link #start}.
     *
     * @param placement the router, in this process or over the network
     * @param ledger billing's ledger, likewise
     * @param backends the services that the gateway passes calls on to
     * @param seal proof of who asks, shared with them
     * @param fleetControl commands nodes on behalf of administrators
     * @throws io.wattmill.kit.config.ConfigException when a backend would be called in clear text
     *     beyond loopback, or over TLS without a certificate
     */
    public GatewayService(
            ServiceContext context,
            GatewayConfig config,
            Placement placement,
            Ledger ledger,
            Backends backends,
            Seal seal,
            FleetControl fleetControl) {
        Destination.check("peers.billing-http", backends.billing(), context.tls());
        Destination.check("peers.twin-http", backends.twin(), context.tls());
        this.vertx = context.vertx();
        this.context = context;
        this.config = config;
        this.placement = placement;
        this.ledger = ledger;
        this.backends = backends;
        this.seal = seal;
        this.fleetControl = fleetControl;
        this.draining = new Draining(vertx, inFlight);
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public Future<Void> start() {
        return vertx.executeBlocking(() -> LocalState.open(context, config, closers), false)
                .compose(
                        local ->
                                Database.open(vertx, config.postgres(), "gateway")
                                        .compose(pool -> start(pool, local)));
    }

    private Future<Void> start(Pool pool, LocalState local) {
        Stores kept = Stores.of(context, config, pool, local, closers);
        stores = Optional.of(kept);
        draining.waitFor(kept.responses()::writing);
        return kept.start().compose(_ -> start(kept, local));
    }

    private Future<Void> start(Stores kept, LocalState local) {
        local.hosted().start(vertx);
        FleetBoard board = new FleetBoard(context.bus(), context.clock());
        closers.add("fleet board", board::stop);
        board.start();
        Accounting accounting = Accounting.begin(context, config, ledger, local, closers);
        Watching watching = new Watching(context, config, closers);
        Relay.Parts relay =
                new Relaying(context, config, placement, closers)
                        .parts(local, accounting, watching, board);
        Tracing tracing = watching.tracing(local.journal().gatewayId());
        context.health().register("gateway.identity", kept.keys()::health);
        closers.addNow("identity health", () -> context.health().unregister("gateway.identity"));
        Admitting admitting =
                new Admitting(context, config, ledger, closers, local.journal().gatewayId());
        Entrance entrance = admitting.entrance(accounting.rates(), inFlight);
        var inputs = watching.inputs(board, accounting, inFlight);
        return Future.join(accounting.start(), admitting.start())
                .compose(_ -> listen(kept, entrance, relay, tracing, board, inputs));
    }

    private Capabilities capabilities(FleetBoard board) {
        return new Capabilities(
                config.apis(), () -> board.snapshots().newest().map(History.Sample::value));
    }

    private Future<Void> listen(
            Stores kept,
            Entrance entrance,
            Relay.Parts relay,
            Tracing tracing,
            FleetBoard board,
            Supplier<Scoreboard.Inputs> inputs) {
        HeldBytes held = new HeldBytes(config.http().maxHeldBytes());
        context.metrics().gauge("wattmill_gateway_held_body_bytes", held, HeldBytes::held);
        IngressParts parts =
                new IngressParts(
                        config.http(),
                        sharedPort(),
                        kept.keys(),
                        kept.keys().directory(),
                        entrance,
                        kept.idempotency(),
                        capabilities(board),
                        kept.responses(),
                        held,
                        relay,
                        tracing,
                        fleetControl,
                        backends.billing(),
                        backends.twin(),
                        context.tls(),
                        seal,
                        inputs,
                        draining::hasBegun,
                        context.health(),
                        context.metrics(),
                        context.clock(),
                        context.ticker(),
                        bound);
        var options = new DeploymentOptions().setInstances(config.http().eventLoops());
        return vertx.deployVerticle(() -> new Ingress(parts), options)
                .onSuccess(id -> closers.add("http", () -> vertx.undeploy(id)))
                .mapEmpty();
    }

    /** A negative port is a free one that all servers of this Vert.x with the same number share. */
    private int sharedPort() {
        int port = config.http().port();
        return port == 0 ? -FREE_PORTS.incrementAndGet() : port;
    }

    /** Where the gateway listens; only after {@link #start}. */
    public URI httpAddress() {
        return URI.create("http://" + config.http().host() + ":" + bound.future().result());
    }

    /** {@link #bootstrapKeys(Function)} for a caller that keeps the keys in memory only. */
    public Future<Optional<BootstrapKeys>> bootstrapKeys() {
        return bootstrapKeys(_ -> Future.succeededFuture());
    }

    /**
     * Makes organization {@code default}, project {@code demo}, an admin key and a developer key
     * when the site has no key, and gives them in clear this once; empty when there are keys. Only
     * after {@link #start}.
     *
     * @param keep puts the keys where they can be found again; they exist once that has completed
     */
    public Future<Optional<BootstrapKeys>> bootstrapKeys(
            Function<BootstrapKeys, Future<Void>> keep) {
        return stores.map(kept -> kept.keys().bootstrap(keep))
                .orElseGet(
                        () ->
                                Future.failedFuture(
                                        new IllegalStateException("the gateway has not started")));
    }

    @Override
    public Future<Void> drain() {
        Future<Void> drained = draining.begin(config.drainTimeout());
        return stores.map(kept -> drained.compose(_ -> kept.idempotency().settled()))
                .orElse(drained);
    }

    @Override
    public Future<Void> stop() {
        draining.begin();
        return closers.close();
    }
}
