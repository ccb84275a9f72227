// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.cluster;

import io.wattmill.kit.config.Setting;
import io.wattmill.kit.tls.Reach;
import io.wattmill.kit.tls.TlsConfig;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a process in the cluster that carries the event bus.
 *
 * <p>Hazelcast's open edition has no TLS and no authentication, so its socket stays on loopback or
 * a private network, always; the bus leaves loopback only with certificates. Agents are never
 * members.
 */
public record ClusterConfig(
        @Setting(value = "false", doc = "Join a cluster; one process alone needs none.")
                boolean enabled,
        @Setting(
                        value = "",
                        doc = "Name that the members of this site share and no other site has.")
                String name,
        @Setting(value = "127.0.0.1", doc = "IPv4 address that members use: loopback or private.")
                String host,
        @Setting(
                        value = "5701",
                        min = 0,
                        max = 65_535,
                        doc = "Port of members; 0 takes a free one.")
                int port,
        @Setting(doc = "Other members as host:port; a name may stand for several addresses.")
                List<String> members,
        @Setting(value = "127.0.0.1", doc = "Address of the event bus.") String eventBusHost,
        @Setting(
                        value = "0",
                        min = 0,
                        max = 65_535,
                        doc = "Port of the event bus; 0 takes a free one.")
                int eventBusPort,
        @Setting(
                        value = "10s",
                        min = 2_000,
                        max = 300_000,
                        doc = "A member silent for so long is expelled.")
                Duration maxNoHeartbeat,
        @Setting(value = "1s", min = 1_000, max = 60_000, doc = "Time between heartbeats.")
                Duration heartbeatInterval,
        @Setting(
                        value = "5s",
                        min = 1_000,
                        max = 300_000,
                        doc = "Time between looks for a half that was cut off.")
                Duration mergeDelay,
        @Setting(
                        value = "2s",
                        min = 100,
                        max = 60_000,
                        doc = "Time between pings on a bus connection.")
                Duration busPing,
        @Setting(
                        value = "2s",
                        min = 100,
                        max = 60_000,
                        doc = "A bus connection that answers later is closed.")
                Duration busPong,
        @Setting(
                        value = "3s",
                        min = 1_000,
                        max = 60_000,
                        doc = "Longest attempt to reach a member.")
                Duration connectTimeout,
        @Setting(
                        value = "60s",
                        min = 1_000,
                        max = 600_000,
                        doc = "Longest search for members at start.")
                Duration joinTimeout,
        @Setting(value = "10s", min = 1_000, max = 600_000, doc = "Longest hand-over when leaving.")
                Duration leaveTimeout,
        TlsConfig tls) {

    public ClusterConfig {
        members = List.copyOf(members);
        if (enabled) {
            require(!name.isBlank(), "enabled needs a name that only this site uses");
            require(
                    isPrivate(host),
                    "host '"
                            + host
                            + "' must be an IPv4 address, loopback or private: members have"
                            + " neither TLS nor passwords");
            require(
                    Reach.of(eventBusHost) == Reach.LOOPBACK || isProven(tls),
                    "event-bus-host '"
                            + eventBusHost
                            + "' is beyond loopback: set tls.enabled, cert, key and ca"
                            + " (deploy/tls/make-certs makes bus certificates), or bind 127.0.0.1");
        }
    }

    private static boolean isPrivate(String host) {
        return host.matches("[0-9.]+") && Reach.of(host) != Reach.ANYWHERE;
    }

    private static boolean isProven(TlsConfig tls) {
        return tls.enabled() && tls.requireClientCert();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
