// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.wattmill.agent.AgentConfig;
import io.wattmill.billing.BillingConfig;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.kit.cluster.ClusterConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.PeersConfig;
import io.wattmill.kit.process.ProcessConfig;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.SealConfig;
import io.wattmill.router.RouterConfig;
import io.wattmill.standalone.suite.SuiteConfig;
import io.wattmill.twin.TwinConfig;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a site's one configuration file may hold. Each process reads its own sections of it, and
 * none refuses those of the others.
 */
public final class Sections {
    private static final Map<String, Class<? extends Record>> ALL =
            Map.ofEntries(
                    Map.entry("suite", SuiteConfig.class),
                    Map.entry("router", RouterConfig.class),
                    Map.entry("billing", BillingConfig.class),
                    Map.entry("gateway", GatewayConfig.class),
                    Map.entry("twin", TwinConfig.class),
                    Map.entry("agent", AgentConfig.class),
                    Map.entry("cluster", ClusterConfig.class),
                    Map.entry("tls", TlsConfig.class),
                    Map.entry("process", ProcessConfig.class),
                    Map.entry("peers", PeersConfig.class),
                    Map.entry("seal", SealConfig.class));

    private Sections() {}

    /** The name of every section. */
    public static Set<String> names() {
        return ALL.keySet();
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
