// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.cluster;

import com.hazelcast.core.HazelcastInstance;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.tls.Tls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The Vert.x of a process, alone or as a member of the site's cluster. A process alone is the same
 * to everything that stands on it: its bus just reaches nobody else.
 */
public final class Cluster {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final Vertx vertx;
    private final Optional<HazelcastInstance> member;
    private final Duration closeTimeout;

    private Cluster(Vertx vertx, Optional<HazelcastInstance> member, Duration leaveTimeout) {
        this.vertx = vertx;
        this.member = member;
        closeTimeout = leaveTimeout.multipliedBy(2);
    }

    /**
     * Builds the Vert.x of this process; completes once it has joined, or found nobody and is the
     * first.
     */
    public static Future<Cluster> start(ClusterConfig config) {
        return start(config, new VertxOptions());
    }

    /**
     * As {@link #start(ClusterConfig)}, with other options of Vert.x; its bus options are replaced.
     */
    public static Future<Cluster> start(ClusterConfig config, VertxOptions options) {
        if (!config.enabled()) {
            return Future.succeededFuture(
                    new Cluster(Vertx.vertx(options), Optional.empty(), config.leaveTimeout()));
        }
        HazelcastClusterManager manager = new HazelcastClusterManager(HazelcastSettings.of(config));
        return Vertx.builder()
                .with(new VertxOptions(options).setEventBusOptions(bus(config)))
                .withClusterManager(manager)
                .buildClustered()
                .map(
                        vertx ->
                                new Cluster(
                                        vertx,
                                        Optional.of(manager.getHazelcastInstance()),
                                        config.leaveTimeout()));
    }

    private static EventBusOptions bus(ClusterConfig config) {
        EventBusOptions options =
                new EventBusOptions()
                        .setHost(config.eventBusHost())
                        .setPort(config.eventBusPort())
                        .setClusterPingInterval(config.busPing().toMillis())
                        .setClusterPingReplyInterval(config.busPong().toMillis());
        return Tls.secure(options, config.tls());
    }

    public Vertx vertx() {
        return vertx;
    }

    /** How many processes are members now, this one included. */
    public int size() {
        return member.map(instance -> instance.getCluster().getMembers().size()).orElse(1);
    }

    /**
     * {@code host:port} that other processes name in {@code cluster.members}; empty for a process
     * alone.
     */
    public Optional<String> address() {
        return member.map(instance -> instance.getCluster().getLocalMember().getAddress())
                .map(address -> address.getHost() + ":" + address.getPort());
    }

    /**
     * Adds readiness check {@code cluster} and gauge {@code wattmill_cluster_members}. The check
     * fails once this member has been shut out; few members are no reason, because requests do not
     * cross the bus.
     */
    public void observe(Health health, MeterRegistry metrics) {
        health.register("cluster", this::status);
        Gauge.builder("wattmill_cluster_members", this, Cluster::size)
                .description("Processes in the cluster, this one included.")
                .register(metrics);
    }

    private HealthStatus status() {
        boolean running =
                member.map(instance -> instance.getLifecycleService().isRunning()).orElse(true);
        return running
                ? HealthStatus.up(member.isPresent() ? size() + " members" : "alone")
                : HealthStatus.down("not a member any more; restart this process");
    }

    /**
     * Leaves the cluster and closes everything of this Vert.x; completes when its sockets are
     * closed, or fails with a {@link TimeoutException} after twice {@code leave-timeout}: once for
     * the bus, whose registrations may lie with a member that leaves at the same moment, once for
     * the hand-over. The work starts on a thread of its own, because the event loops end with it.
     */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        Thread.ofVirtual().name("cluster-close").start(() -> leave().onComplete(closed));
        return closed.future();
    }

    private Future<Void> leave() {
        return Future.<Void>fromCompletionStage(
                        vertx.close()
                                .toCompletionStage()
                                .toCompletableFuture()
                                .orTimeout(closeTimeout.toMillis(), TimeUnit.MILLISECONDS))
                .onFailure(this::notLeft);
    }

    private void notLeft(Throwable failure) {
        LOG.atWarn()
                .addKeyValue("limit_ms", closeTimeout.toMillis())
                .setCause(failure)
                .log("gone without taking leave, the others find out by themselves");
    }
}
