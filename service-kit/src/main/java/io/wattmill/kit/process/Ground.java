// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.process;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.bootstrap.ServiceLauncher;
import io.wattmill.kit.cluster.Cluster;
import io.wattmill.kit.cluster.ClusterConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.grpc.RpcPeer;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.tls.Destination;
import io.wattmill.kit.tls.TlsConfig;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One process of a site, from the sections {@code cluster}, {@code tls}, {@code process} and {@code
 * peers}: it is in the cluster, answers probes, runs services and ends in order. A main opens it,
 * composes its services on {@link #context}, and launches them.
 *
 * <p>Probes answer from the beginning; {@code /health/ready} says no until {@link #launch} is done
 * and again from {@link #close} on, so that no new work comes while the old is finished.
 */
public final class Ground {

    private static final HealthStatus STARTING = HealthStatus.down("starting");

    private final Cluster cluster;
    private final ServiceContext context;
    private final OpsServer ops;
    private final ServiceLauncher launcher;
    private final PeersConfig peers;
    private final ProcessConfig process;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Promise<Void> closed = Promise.promise();
    private volatile HealthStatus phase = STARTING;

    private Ground(Sections sections, Cluster cluster, ServiceContext context, OpsServer ops) {
        this.cluster = cluster;
        this.context = context;
        this.ops = ops;
        this.peers = sections.peers();
        this.process = sections.process();
        launcher =
                new ServiceLauncher(cluster.vertx(), process.drainTimeout(), process.stopTimeout());
        context.health().register("process", () -> phase);
    }

    private record Sections(
            ClusterConfig cluster, TlsConfig tls, ProcessConfig process, PeersConfig peers) {

        static Sections of(Configuration configuration) {
            return of(configuration, configuration.section("cluster", ClusterConfig.class));
        }

        static Sections of(Configuration configuration, ClusterConfig cluster) {
            return new Sections(
                    cluster,
                    configuration.section("tls", TlsConfig.class),
                    configuration.section("process", ProcessConfig.class),
                    configuration.section("peers", PeersConfig.class));
        }
    }

    /**
     * Joins the cluster and answers probes. What was opened is closed again when a step fails.
     *
     * @throws io.wattmill.kit.config.ConfigException when a section does not fit
     */
    public static Future<Ground> open(Configuration configuration) {
        return open(Sections.of(configuration));
    }

    /**
     * As {@link #open(Configuration)} for a process that is never a member, whatever section {@code
     * cluster} says: an agent.
     *
     * @throws io.wattmill.kit.config.ConfigException when a section does not fit
     */
    public static Future<Ground> openAlone(Configuration configuration) {
        ClusterConfig none = Configuration.defaults(ClusterConfig.class);
        return open(Sections.of(configuration, none));
    }

    private static Future<Ground> open(Sections sections) {
        Promise<Ground> opened = Promise.promise();
        Cluster.start(sections.cluster(), sections.process().vertx())
                .onSuccess(cluster -> open(sections, cluster, opened))
                .onFailure(opened::fail);
        return opened.future();
    }

    private static void open(Sections sections, Cluster cluster, Promise<Ground> opened) {
        ServiceContext context = ServiceContext.of(cluster.vertx()).with(sections.tls());
        cluster.observe(context.health(), context.metrics());
        context.health().register("process", () -> STARTING);
        OpsServer.start(context, sections.process().ops())
                .onSuccess(ops -> opened.complete(new Ground(sections, cluster, context, ops)))
                .onFailure(e -> cluster.close().onComplete(_ -> opened.fail(e)));
    }

    /** What the services of this process are given. */
    public ServiceContext context() {
        return context;
    }

    /**
     * A gRPC port for the services of this process: a part to {@link #launch} behind them.
     *
     * @throws io.wattmill.kit.config.ConfigException when it would serve beyond loopback without
     *     mutual TLS
     */
    public RpcEndpoint endpoint() {
        return new RpcEndpoint(context.vertx(), "process.rpc", process.rpc(), context.tls());
    }

    /**
     * The router's gRPC port, called under this process's certificate.
     *
     * @throws io.wattmill.kit.config.ConfigException when it is elsewhere and there is none
     */
    public RpcPeer router() {
        return peer("peers.router", peers.routerAddress());
    }

    /**
     * Billing's gRPC port, likewise.
     *
     * @throws io.wattmill.kit.config.ConfigException when it is elsewhere and there is none
     */
    public RpcPeer billing() {
        return peer("peers.billing", peers.billingAddress());
    }

    private RpcPeer peer(String path, SocketAddress address) {
        Destination.check(path, address.host(), context.tls());
        return new RpcPeer(context.vertx(), address, process.calls(), context.tls());
    }

    /** Where the other services are. */
    public PeersConfig peers() {
        return peers;
    }

    /** The bound port of probes and metrics. */
    public int opsPort() {
        return ops.port();
    }

    /** Where probes and metrics are. */
    public URI opsAddress() {
        return URI.create("http://" + process.ops().host() + ":" + ops.port());
    }

    /**
     * Adds a page to the port of probes and metrics, in place of one that has this path already; a
     * failed future is answered with 503. The page is asked for on any event loop.
     */
    public void show(String path, String contentType, Supplier<Future<String>> page) {
        ops.show(path, contentType, page);
    }

    /** Starts the services in this order and says ready; on failure stops them again. */
    public Future<Void> launch(List<Service> services) {
        return launcher.start(services).onSuccess(_ -> phase = HealthStatus.up("serving"));
    }

    /**
     * Says not ready, drains and stops the services, leaves the cluster, closes everything. A
     * second call waits for the first.
     */
    public Future<Void> close() {
        if (closing.compareAndSet(false, true)) {
            phase = HealthStatus.down("draining");
            launcher.drain()
                    .eventually(launcher::stop)
                    .eventually(ops::close)
                    .onComplete(_ -> cluster.close().onComplete(closed));
        }
        return closed.future();
    }
}
