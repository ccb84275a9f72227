// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.wattmill.contract.fleet.v1.NodeLink;
import io.wattmill.contract.fleet.v1.NodeLinkGrpcService;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.contract.placement.v1.PlacementGrpcService;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.ConfigProblem;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.tls.Reach;
import io.wattmill.kit.vertx.Contexts;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Transition;
import io.wattmill.router.hosted.HostedNodes;
import io.wattmill.router.kvlink.KvLinks;
import io.wattmill.router.kvlink.ToldSink;
import io.wattmill.router.link.AgentLinks;
import io.wattmill.router.loop.RouterLoop;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.publish.Announcer;
import io.wattmill.router.publish.FleetPublisher;
import io.wattmill.router.rpc.Gathering;
import io.wattmill.router.rpc.PlacementEndpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The router's composition root. */
public final class RouterService implements Service {
    private static final String NAME = "router";
    private static final long DRAIN_POLL_MS = 20;

    private final ServiceContext context;
    private final RouterConfig config;
    private final Context owner;
    private final Dispatcher dispatcher;
    private final RouterLoop loop;
    private final AgentLinks links;
    private final KvLinks kvLinks;
    private final PlacementEndpoint placement;
    private final Announcer announcer;
    private final HostedNodes hosted;
    private final List<Long> timers = new ArrayList<>();
    private volatile boolean serving;

    public RouterService(ServiceContext context, RouterConfig config) {
        this.context = context;
        this.config = config;
        Vertx vertx = context.vertx();
        owner = ((VertxInternal) vertx).createEventLoopContext();
        long gatheredNanos = context.ticker().nanos() + config.fleet().gatherTime().toNanos();
        hosted = new HostedNodes(config.hosted(), gatheredNanos);
        dispatcher =
                new Dispatcher(
                        new Fleet(config.fleet().rules()),
                        config.policies(),
                        config.dispatchRules());
        loop = new RouterLoop(owner, dispatcher, context.clock(), context.ticker(), this::changed);
        FleetPublisher publisher = new FleetPublisher(context.bus(), config.id());
        announcer =
                new Announcer(
                        vertx, loop, publisher, context.metrics(), config.fleet().snapshotDelay());
        kvLinks =
                new KvLinks(
                        config.kvEvents().rules(),
                        loop::post,
                        new ToldSink(dispatcher.prefixes().told()),
                        context.metrics(),
                        Ticker.system());
        links =
                new AgentLinks(
                        vertx, loop, context.metrics(), config.linkRules(), publisher::happened);
        placement =
                new PlacementEndpoint(
                        vertx,
                        loop,
                        context.metrics(),
                        new Gathering(gatheredNanos, config.placement().retryAfter().toMillis()),
                        config.placement().expectedOutputTokens(),
                        config.placement().promptBlocks());
    }

    /** Placement, for gateways. */
    public Placement placement() {
        return placement;
    }

    /** The agents' door. */
    public NodeLink nodeLink() {
        return links;
    }

    /**
     * Puts the router on the port of its process: the agents' door for agents, placement for
     * gateways. In one JVM there is no port.
     *
     * @throws ConfigException when the port is open beyond loopback and agents need no secret
     */
    public void serveOn(RpcEndpoint endpoint) {
        if (Reach.of(endpoint.host()) != Reach.LOOPBACK && config.fleet().joinSecret().isEmpty()) {
            throw new ConfigException(
                    List.of(
                            new ConfigProblem(
                                    "router.fleet.join-secret",
                                    "agents reach the router beyond loopback ("
                                            + endpoint.host()
                                            + "): set a secret here, and the same as"
                                            + " agent.join-secret on every node")));
        }
        endpoint.on(owner)
                .serve(NodeLinkGrpcService.of(links), Set.of("agent"))
                .serve(PlacementGrpcService.of(placement), Set.of("gateway"));
    }

    /** No new work for this node; what runs there ends in peace. False when it is unknown. */
    public Future<Boolean> drain(String nodeId, String reason) {
        return loop.call(
                (router, now) -> {
                    links.drain(nodeId, reason);
                    return router.fleet().drain(nodeId, reason, now);
                });
    }

    /** Takes {@link #drain(String, String)} back. False when the node is unknown. */
    public Future<Boolean> resume(String nodeId) {
        return loop.call(
                (router, now) -> {
                    links.resume(nodeId);
                    return router.fleet().resume(nodeId, now);
                });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Void> start() {
        return Contexts.call(
                owner,
                () -> {
                    listen();
                    watch();
                    every(config.fleet().watchPeriod().toMillis(), this::watch);
                    every(config.fleet().snapshotPeriod().toMillis(), announcer::announce);
                    context.health().register(NAME, this::health);
                    serving = true;
                    return Future.succeededFuture();
                });
    }

    /** To what engines tell of their caches, if at all. */
    private void listen() {
        if (config.kvEvents().enabled()) {
            long periodMs = config.fleet().watchPeriod().toMillis();
            every(periodMs, () -> kvLinks.tend(dispatcher.fleet()));
        } else {
            dispatcher.prefixes().told().ignore("router.kv-events.enabled is false");
        }
    }

    private void every(long periodMs, Runnable task) {
        timers.add(context.vertx().setPeriodic(periodMs, _ -> task.run()));
    }

    private void watch() {
        Dispatcher.Passed passed = loop.run(this::pass);
        passed.silentNodes().forEach(links::cutSilent);
        if (passed.expired() > 0) {
            Limits.hit(context.metrics(), "router.placement.in-flight-timeout");
        }
    }

    private Dispatcher.Passed pass(Dispatcher router, Moment now) {
        hosted.tend(router.fleet(), now);
        return router.tick(now);
    }

    private void changed(Transition transition) {
        announcer.changed(transition);
    }

    private HealthStatus health() {
        return serving ? HealthStatus.up("placing") : HealthStatus.down("not started");
    }

    /** Places nothing more; completes when nothing is in flight, or after the drain timeout. */
    @Override
    public Future<Void> drain() {
        Promise<Void> drained = Promise.promise();
        return Contexts.call(
                owner,
                () -> {
                    dispatcher.close();
                    serving = false;
                    long timeoutMs = config.drainTimeout().toMillis();
                    timers.add(context.vertx().setTimer(timeoutMs, _ -> drained.tryComplete()));
                    every(DRAIN_POLL_MS, () -> completeWhenIdle(drained));
                    completeWhenIdle(drained);
                    return drained.future();
                });
    }

    private void completeWhenIdle(Promise<Void> drained) {
        if (dispatcher.inFlight() == 0) {
            drained.tryComplete();
        }
    }

    @Override
    public Future<Void> stop() {
        return Contexts.call(
                owner,
                () -> {
                    serving = false;
                    announcer.stop();
                    timers.forEach(context.vertx()::cancelTimer);
                    timers.clear();
                    links.close();
                    context.health().unregister(NAME);
                    return Future.fromCompletionStage(kvLinks.stop(), owner);
                });
    }
}
