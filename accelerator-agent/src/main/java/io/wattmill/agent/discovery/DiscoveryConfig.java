// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.kit.config.Setting;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Whether and where engines are looked for on this host. */
public record DiscoveryConfig(
        @Setting(
                        value = "auto",
                        doc =
                                "Look for engines: auto (while none is configured), always, or"
                                        + " never.")
                Mode mode,
        @Setting(
                        value = "8000,8001,8080,3000,9000,11434,30000",
                        doc = "Ports of 127.0.0.1 that are asked; 16 at most.")
                List<Integer> ports,
        @Setting(value = "true", doc = "Look at the command lines of this host's processes, too.")
                boolean processes,
        @Setting(
                        value = "",
                        doc =
                                "Users, by number, whose engines are taken beside root's and the"
                                        + " agent's own.")
                List<Long> users,
        @Setting(
                        value = "false",
                        doc =
                                "Take every user's: whoever may bind a port here may then be sent"
                                        + " prompts. `up` does.")
                boolean anyUser,
        @Setting(value = "/proc", doc = "Where processes are listed.") Path proc,
        @Setting(value = "8192", min = 1, doc = "Processes that are looked at.") int maxProcesses,
        @Setting(value = "16", min = 1, max = 256, doc = "Engines that are found.") int maxEngines,
        @Setting(
                        value = "127.0.0.1",
                        doc =
                                "Host name in the URL of an engine that was found: where gateways"
                                        + " reach it.")
                String advertise,
        @Setting(value = "30s", min = 100, doc = "Between two searches.") Duration period,
        @Setting(
                        value = "10m",
                        min = 100,
                        doc = "An engine that was found is forgotten after so long a silence.")
                Duration forgetAfter,
        @Setting(
                        value = "300ms",
                        min = 10,
                        max = 10_000,
                        doc = "Longest wait for what listens on a port.")
                Duration deadline) {

    private static final int MOST_PORTS = 16;
    private static final int LAST_PORT = 65_535;

    /** When to look. */
    public enum Mode {
        /** While no engine is configured. */
        AUTO,
        /** Beside the configured ones. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /** Checks the ports and the name. */
    public DiscoveryConfig {
        ports = List.copyOf(ports);
        users = List.copyOf(users);
        if (ports.size() > MOST_PORTS) {
            throw new IllegalArgumentException("at most " + MOST_PORTS + " ports are asked");
        }
        if (ports.stream().anyMatch(port -> port < 1 || port > LAST_PORT)) {
            throw new IllegalArgumentException("a port is 1 to " + LAST_PORT + ": " + ports);
        }
        if (!isHost(advertise)) {
            throw new IllegalArgumentException("advertise is no host name: " + advertise);
        }
    }

    private static boolean isHost(String text) {
        try {
            return text.equals(new URI("http://" + text + ":1").getHost());
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** Whether to look, on a node with so many configured engines. */
    public boolean looks(int configured) {
        return switch (mode) {
            case AUTO -> configured == 0;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
