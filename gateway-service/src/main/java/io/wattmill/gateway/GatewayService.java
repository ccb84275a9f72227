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
import io.wattmill.gateway.hosted.HostedApis;
import io.wattmill.gateway.http.HeldBytes;
import io.wattmill.gateway.http.Ingress;
import io.wattmill.gateway.http.IngressParts;
import io.wattmill.gateway.idempotency.Idempotency;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.journal.JournalRecovery;
import io.wattmill.gateway.keys.BootstrapKeys;
import io.wattmill.gateway.keys.KeyRing;
import io.wattmill.gateway.keys.PepperFile;
import io.wattmill.gateway.lending.Entrance;
import io.wattmill.gateway.rates.RateCards;
import io.wattmill.gateway.recorder.Recorder;
import io.wattmill.gateway.recording.Pseudonyms;
import io.wattmill.gateway.relay.NewestRequests;
import io.wattmill.gateway.relay.Observer;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.relay.Resilience;
import io.wattmill.gateway.responses.ResponseStore;
import io.wattmill.gateway.scoreboard.History;
import io.wattmill.gateway.scoreboard.RequestBoard;
import io.wattmill.gateway.scoreboard.Scoreboard;
import io.wattmill.gateway.settle.Settler;
import io.wattmill.gateway.tracing.Tracing;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.tls.Destination;
import io.wattmill.kit.trust.Seal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
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
    private final RequestBoard requests;
    private final Closers closers = new Closers();
    private final Promise<Integer> bound = Promise.promise();
    private @Nullable KeyRing keys;
    private @Nullable Idempotency idempotency;
    private Optional<ResponseStore> responses = Optional.empty();

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
        this.requests =
                new RequestBoard(
                        config.board(), config.tiers(), config.relay().firstTokenTimeout());
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
        return vertx.executeBlocking(this::openFiles, false)
                .compose(
                        files ->
                                Database.open(vertx, config.postgres(), "gateway")
                                        .compose(pool -> startKeys(pool, files)));
    }

    @SuppressWarnings("ArrayRecordComponent") // a secret that is handed on, not compared
    private record Files(Journal journal, byte[] pepper, HostedApis hosted) {}

    private Files openFiles() throws IOException {
        byte[] pepper = PepperFile.readOrCreate(config.pepperFile());
        HostedApis hosted = HostedApis.open(config.hosted());
        closers.addNow("hosted APIs", () -> hosted.stop(vertx));
        Journal journal =
                JournalRecovery.open(
                        config.journalFolder(),
                        config.journal(),
                        context.clock(),
                        context.metrics());
        closers.add("journal", () -> vertx.executeBlocking(() -> closed(journal)));
        return new Files(journal, pepper, hosted);
    }

    private static boolean closed(Journal journal) {
        journal.close();
        return true;
    }

    private Future<Void> startKeys(Pool pool, Files files) {
        closers.add("database", pool::close);
        ResponseStore store = new ResponseStore(vertx, config.responses(), pool, context.metrics());
        responses = Optional.of(store);
        closers.add("responses", store::stop);
        draining.waitFor(store::writing);
        store.start();
        KeyRing ring =
                new KeyRing(
                        vertx,
                        config.identity(),
                        pool,
                        files.pepper(),
                        context.clock(),
                        context.ticker(),
                        context.metrics(),
                        context.bus());
        keys = ring;
        closers.add("keys", ring::stop);
        Idempotency once = idempotency(pool, files.journal());
        return ring.start().compose(_ -> once.start()).compose(_ -> startRest(ring, once, files));
    }

    private Idempotency idempotency(Pool pool, Journal journal) {
        Idempotency once =
                new Idempotency(
                        vertx,
                        config.idempotency(),
                        pool,
                        journal.gatewayId(),
                        context.ticker(),
                        context.metrics());
        closers.add("idempotency", once::stop);
        idempotency = once;
        return once;
    }

    private Future<Void> startRest(KeyRing ring, Idempotency once, Files files) {
        Journal journal = files.journal();
        files.hosted().start(vertx);
        Recorder recorder = recorder(files.pepper());
        RateCards rates =
                new RateCards(vertx, config.rates(), ledger, context.bus(), context.metrics());
        closers.add("rates", rates::stop);
        FleetBoard board = new FleetBoard(context.bus());
        closers.add("fleet board", board::stop);
        board.start();
        Settler settler =
                new Settler(
                        vertx,
                        config.settle(),
                        journal,
                        ledger,
                        context.ticker(),
                        context.metrics());
        closers.add(
                "settlement",
                () -> settler.flush(config.flushTimeout()).compose(_ -> settler.stop()));
        settler.start();
        Observer observer =
                new Observer(
                        vertx,
                        placement,
                        journal.gatewayId(),
                        config.relay().maxObservations(),
                        context.metrics());
        closers.addNow("observations", observer::stop);
        observer.start();
        registerHealth(ring, journal);
        Watching watching = new Watching(context, config.telemetry(), closers);
        Relay.Parts relay =
                new Relay.Parts(
                        config.relay(),
                        files.hosted(),
                        placement,
                        observer,
                        journal,
                        rates,
                        watching.metrics(requests),
                        Resilience.of(config.relay(), observer, context),
                        new NewestRequests(config.relay().maxNewestKeys()),
                        recorder,
                        context.clock());
        Tracing tracing = watching.tracing(journal.gatewayId());
        Admitting admitting = new Admitting(context, config, ledger, closers, journal.gatewayId());
        Entrance entrance = admitting.entrance(rates, inFlight);
        return Future.join(rates.start(), admitting.start(), recorder.start())
                .compose(
                        _ ->
                                listen(
                                        ring,
                                        entrance,
                                        once,
                                        relay,
                                        tracing,
                                        capabilities(board),
                                        () -> inputs(board, rates, journal)));
    }

    private Recorder recorder(byte[] pepper) {
        Recorder recorder =
                new Recorder(
                        vertx,
                        config.recording(),
                        config.recordingFolder(),
                        new Pseudonyms(pepper),
                        key -> !key.bounds().noLog(),
                        context.clock(),
                        context.metrics());
        closers.add("recording", recorder::stop);
        return recorder;
    }

    private void registerHealth(KeyRing ring, Journal journal) {
        context.health().register("gateway.identity", ring::health);
        context.health()
                .register(
                        "gateway.journal",
                        () ->
                                journal.failure()
                                        .map(HealthStatus::down)
                                        .orElseGet(
                                                () ->
                                                        HealthStatus.up(
                                                                journal.unsettledRequests()
                                                                        + " unsettled")));
        closers.addNow("identity health", () -> context.health().unregister("gateway.identity"));
        closers.addNow("journal health", () -> context.health().unregister("gateway.journal"));
    }

    private Scoreboard.Inputs inputs(FleetBoard board, RateCards rates, Journal journal) {
        return new Scoreboard.Inputs(
                context.clock().nowUs(),
                rates.current().currency(),
                rates.current().electricityPerKwh(),
                board.snapshots(),
                board.events(),
                board.counters(),
                requests.read(context.ticker().nanos()),
                inFlight.total(),
                journal.unsettledRequests());
    }

    private Capabilities capabilities(FleetBoard board) {
        return new Capabilities(
                config.apis(), () -> board.snapshots().newest().map(History.Sample::value));
    }

    private Future<Void> listen(
            KeyRing ring,
            Entrance entrance,
            Idempotency once,
            Relay.Parts relay,
            Tracing tracing,
            Capabilities capabilities,
            Supplier<Scoreboard.Inputs> board) {
        HeldBytes held = new HeldBytes(config.http().maxHeldBytes());
        context.metrics().gauge("wattmill_gateway_held_body_bytes", held, HeldBytes::held);
        IngressParts parts =
                new IngressParts(
                        config.http(),
                        sharedPort(),
                        ring,
                        ring.directory(),
                        entrance,
                        once,
                        capabilities,
                        responses.orElseThrow(),
                        held,
                        relay,
                        tracing,
                        fleetControl,
                        backends.billing(),
                        backends.twin(),
                        context.tls(),
                        seal,
                        board,
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
        KeyRing ring = keys;
        return ring == null
                ? Future.failedFuture(new IllegalStateException("the gateway has not started"))
                : ring.bootstrap(keep);
    }

    @Override
    public Future<Void> drain() {
        Idempotency once = idempotency;
        Future<Void> drained = draining.begin(config.drainTimeout());
        return once == null ? drained : drained.compose(_ -> once.settled());
    }

    @Override
    public Future<Void> stop() {
        draining.begin();
        return closers.close();
    }
}
