// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.wattmill.kit.health.HealthStatus;

import java.util.Optional;

/**
 * A member of a Hazelcast cluster.
 *
 * @param vertx its Vert.x
 * @param instance the member itself
 */
record HazelcastMembership(Vertx vertx, HazelcastInstance instance) implements Membership {

    /** Completes once this process has joined, or found nobody and is the first. */
    static Future<HazelcastMembership> join(ClusterConfig config, VertxOptions options) {
        HazelcastClusterManager manager = new HazelcastClusterManager(HazelcastSettings.of(config));
        return Vertx.builder()
                .with(options)
                .withClusterManager(manager)
                .buildClustered()
                .map(vertx -> new HazelcastMembership(vertx, manager.getHazelcastInstance()));
    }

    @Override
    public int size() {
        return instance.getCluster().getMembers().size();
    }

    @Override
    public Optional<String> address() {
        Address address = instance.getCluster().getLocalMember().getAddress();
        return Optional.of(address.getHost() + ":" + address.getPort());
    }

    @Override
    public HealthStatus status() {
        return instance.getLifecycleService().isRunning()
                ? HealthStatus.up(size() + " members")
                : HealthStatus.down("not a member any more; restart this process");
    }
}
