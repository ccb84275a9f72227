// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.agent.AgentConfig;
import io.wattmill.billing.BillingConfig;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.router.RouterConfig;
import io.wattmill.twin.TwinConfig;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration of every service in the suite, parsed and checked. */
public record SuiteSettings(
        SuiteConfig suite,
        RouterConfig router,
        BillingConfig billing,
        GatewayConfig gateway,
        TwinConfig twin,
        AgentConfig agent) {

    /** The sections of a suite, and what each holds. */
    public static final Map<String, Class<? extends Record>> SECTIONS =
            Map.of(
                    "suite", SuiteConfig.class,
                    "router", RouterConfig.class,
                    "billing", BillingConfig.class,
                    "gateway", GatewayConfig.class,
                    "twin", TwinConfig.class,
                    "agent", AgentConfig.class);

    /** What a file for separate processes has beside them, and one JVM has no use for. */
    private static final Set<String> OF_SEVERAL_PROCESSES =
            Set.of("cluster", "tls", "process", "peers", "seal");

    /**
     * Reads all sections; a {@code ConfigException} names every problem of all of them.
     *
     * @param file YAML, or only defaults
     * @param environment `WATTMILL_*` variables
     * @param overrides the same kind of variables, which win: what the command line says and what
     *     the suite knows better
     */
    public static SuiteSettings read(
            Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        var variables = new HashMap<>(environment);
        // Whoever starts a suite means every engine of the host: Ollama has a user of its own.
        variables.putIfAbsent("WATTMILL_AGENT_DISCOVERY_ANY_USER", "true");
        variables.putAll(overrides);
        var configuration = Configuration.load(file, variables);
        var known = new HashSet<>(SECTIONS.keySet());
        known.addAll(OF_SEVERAL_PROCESSES);
        configuration.check(SECTIONS, known);
        var router = configuration.section("router", RouterConfig.class);
        var gateway = configuration.section("gateway", GatewayConfig.class);
        HostedNames.check(router, gateway);
        return new SuiteSettings(
                configuration.section("suite", SuiteConfig.class),
                router,
                configuration.section("billing", BillingConfig.class),
                gateway,
                configuration.section("twin", TwinConfig.class),
                configuration.section("agent", AgentConfig.class));
    }
}
