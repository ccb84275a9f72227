// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TcpIpConfig;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Hazelcast with everything off that the event bus does not need: a member socket and nothing else
 * (advanced networking without a client, REST or memcache endpoint), TCP-IP join only, no Jet, no
 * scripts, no phone-home, no Java deserialization beyond its own and Vert.x's types and failures.
 * Names, counts and the fault figures behind the defaults of {@link ClusterConfig} are in
 * docs/OPERATING.md.
 */
final class HazelcastSettings {

    /**
     * Where members may be: names that resolve elsewhere are ignored. RFC 1918, RFC 6598 and
     * loopback.
     */
    private static final List<String> PRIVATE_NETWORKS =
            List.of(
                    "127.*.*.*",
                    "10.*.*.*",
                    "172.16-31.*.*",
                    "192.168.*.*",
                    "100.64-127.*.*",
                    "169.254.*.*");

    /**
     * A member answers what it cannot do yet with an exception, and the other asks again. An answer
     * that is refused here is never heard: the call, and with it the start of a process, would hang
     * (seen when five processes started at once).
     */
    private static final String[] FAILURE_PREFIXES = {
        "java.lang.", "[Ljava.lang.", "java.util.Collections$"
    };

    private static final String[] FAILURE_CLASSES = {
        "java.io.IOException",
        "java.util.ArrayList",
        "java.util.Arrays$ArrayList",
        "java.util.concurrent.CancellationException",
        "java.util.concurrent.CompletionException",
        "java.util.concurrent.ExecutionException",
        "java.util.concurrent.TimeoutException"
    };

    private HazelcastSettings() {}

    static Config of(ClusterConfig cluster) {
        Config config =
                new Config()
                        .setClusterName(cluster.name())
                        .setAdvancedNetworkConfig(network(cluster))
                        .addMultiMapConfig(
                                new MultiMapConfig("__vertx.subs").setValueCollectionType("SET"))
                        .addMapConfig(new MapConfig("__vertx.nodeInfo"))
                        .addMapConfig(new MapConfig("__vertx.haInfo"));
        config.getJetConfig().setEnabled(false).setResourceUploadEnabled(false);
        config.getManagementCenterConfig()
                .setScriptingEnabled(false)
                .setConsoleEnabled(false)
                .setDataAccessEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getSerializationConfig().setJavaSerializationFilterConfig(deserialization());
        properties(cluster).forEach(config::setProperty);
        return config;
    }

    private static AdvancedNetworkConfig network(ClusterConfig cluster) {
        ServerSocketEndpointConfig members =
                new ServerSocketEndpointConfig()
                        .setPort(cluster.port())
                        .setPortAutoIncrement(false)
                        .setReuseAddress(true);
        members.setSocketConnectTimeoutSeconds(toSeconds(cluster.connectTimeout()));
        members.getInterfaces().setEnabled(true).setInterfaces(PRIVATE_NETWORKS);
        return new AdvancedNetworkConfig()
                .setEnabled(true)
                .setMemberEndpointConfig(members)
                .setJoin(join(cluster));
    }

    private static JoinConfig join(ClusterConfig cluster) {
        JoinConfig join = new JoinConfig();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        TcpIpConfig tcpIp =
                join.getTcpIpConfig()
                        .setEnabled(true)
                        .setConnectionTimeoutSeconds(toSeconds(cluster.connectTimeout()));
        cluster.members().forEach(tcpIp::addMember);
        return join;
    }

    private static JavaSerializationFilterConfig deserialization() {
        JavaSerializationFilterConfig filter =
                new JavaSerializationFilterConfig().setDefaultsDisabled(true);
        filter.getWhitelist()
                .addPrefixes("com.hazelcast.", "io.vertx.spi.cluster.hazelcast.impl.")
                .addPrefixes(FAILURE_PREFIXES)
                .addClasses(FAILURE_CLASSES);
        filter.getBlacklist()
                .addPrefixes("com.hazelcast.shaded.", "java.lang.reflect.", "java.lang.invoke.");
        return filter;
    }

    private static Map<String, String> properties(ClusterConfig cluster) {
        return Map.ofEntries(
                Map.entry("hazelcast.local.localAddress", cluster.host()),
                Map.entry("hazelcast.socket.bind.any", "false"),
                Map.entry("hazelcast.phone.home.enabled", "false"),
                Map.entry("hazelcast.logging.type", "slf4j"),
                Map.entry("hazelcast.shutdownhook.enabled", "false"),
                Map.entry("hazelcast.wait.seconds.before.join", "0"),
                Map.entry("hazelcast.max.join.seconds", seconds(cluster.joinTimeout())),
                Map.entry("hazelcast.max.no.heartbeat.seconds", seconds(cluster.maxNoHeartbeat())),
                Map.entry(
                        "hazelcast.heartbeat.interval.seconds",
                        seconds(cluster.heartbeatInterval())),
                Map.entry("hazelcast.merge.first.run.delay.seconds", seconds(cluster.mergeDelay())),
                Map.entry("hazelcast.merge.next.run.delay.seconds", seconds(cluster.mergeDelay())),
                Map.entry("hazelcast.graceful.shutdown.max.wait", seconds(cluster.leaveTimeout())));
    }

    private static String seconds(Duration duration) {
        return Integer.toString(toSeconds(duration));
    }

    private static int toSeconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }
}
