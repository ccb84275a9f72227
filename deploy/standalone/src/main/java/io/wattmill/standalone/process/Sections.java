// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.wattmill.kit.cluster.ClusterConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.PeersConfig;
import io.wattmill.kit.process.ProcessConfig;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.SealConfig;
import io.wattmill.standalone.suite.SuiteSettings;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a site's one configuration file may hold. Each process reads its own sections of it, and
 * none refuses those of the others.
 */
public final class Sections {
    /** What a suite in one JVM has no use for. */
    private static final Map<String, Class<? extends Record>> OF_SEVERAL_PROCESSES =
            Map.of(
                    "cluster", ClusterConfig.class,
                    "tls", TlsConfig.class,
                    "process", ProcessConfig.class,
                    "peers", PeersConfig.class,
                    "seal", SealConfig.class);

    private static final Map<String, Class<? extends Record>> ALL = all();

    private Sections() {}

    private static Map<String, Class<? extends Record>> all() {
        var all = new HashMap<>(SuiteSettings.SECTIONS);
        all.putAll(OF_SEVERAL_PROCESSES);
        return Map.copyOf(all);
    }

    /** The name of every section. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    /** What a section is bound to. */
    public static Class<? extends Record> type(String section) {
        return Objects.requireNonNull(ALL.get(section), section);
    }

    /**
     * Binds these sections and throws one {@code ConfigException} with every problem of all of
     * them, sections that nobody knows included.
     */
    public static void check(Configuration configuration, Set<String> sections) {
        var looked = new HashMap<>(ALL);
        looked.keySet().retainAll(sections);
        configuration.check(looked, ALL.keySet());
    }
}
