// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How other tools call this host. */
final class HostName {

    /** What uname(2) tells; reading it asks the kernel and nobody else. */
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /**
     * As dcgm-exporter decides it: NODE_NAME where a cluster has given one, else the kernel's.
     *
     * @param configured what the operator says; may be empty
     * @param otherwise where nobody says anything
     */
    static String of(String configured, Map<String, String> env, String otherwise) {
        String named = configured.isEmpty() ? env.getOrDefault("NODE_NAME", "") : configured;
        return named.isEmpty() ? kernel(otherwise) : named;
    }

    private static String kernel(String otherwise) {
        try {
            String name = Files.readString(KERNEL).strip();
            return name.isEmpty() ? otherwise : name;
        } catch (IOException _) {
            return otherwise;
        }
    }
}
