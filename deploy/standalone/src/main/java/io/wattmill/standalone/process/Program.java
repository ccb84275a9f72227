// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.Ground;
import io.wattmill.standalone.folder.DataFolder;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The kinds of process that a site has. */
public enum Program {
    GATEWAY("gateway", true, Set.of("gateway", "router", "seal"), GatewayProcess::compose),
    ROUTER("router", true, Set.of("router"), RouterProcess::compose),
    BILLING("billing", true, Set.of("billing", "seal"), BillingProcess::compose),
    TWIN("twin", true, Set.of("twin", "seal"), TwinProcess::compose),
    /** Never a member of the cluster: whoever owns a GPU host must not be able to join it. */
    AGENT("agent", false, Set.of("agent"), AgentProcess::compose);

    private static final Set<String> OF_ALL = Set.of("tls", "process", "peers");

    private final String label;
    private final boolean member;
    private final Set<String> sections;
    private final BiFunction<Ground, Configuration, Composition> composer;

    Program(
            String label,
            boolean member,
            Set<String> sections,
            BiFunction<Ground, Configuration, Composition> composer) {
        this.label = label;
        this.member = member;
        this.sections = sections;
        this.composer = composer;
    }

    /** As commands, certificates and people call it. */
    public String label() {
        return label;
    }

    /** The sections of the configuration that it reads. */
    public Set<String> sections() {
        var all = new HashSet<>(OF_ALL);
        all.addAll(sections);
        if (member) {
            all.add("cluster");
        }
        return all;
    }

    /**
     * Checks everything that it will read, as far as that can be done without starting.
     *
     * @throws io.wattmill.kit.config.ConfigException with every problem
     */
    public void check(Configuration configuration) {
        Sections.check(configuration, sections());
        if (this == AGENT) {
            AgentProcess.check(configuration);
        }
    }

    /** A folder that one process at a time may work on; empty when it keeps nothing. */
    public Optional<DataFolder> folder(Configuration configuration) {
        return this == GATEWAY
                ? Optional.of(
                        new DataFolder(
                                configuration
                                        .section("gateway", GatewayConfig.class)
                                        .data()
                                        .toAbsolutePath()))
                : Optional.empty();
    }

    Future<Ground> open(Configuration configuration) {
        return member ? Ground.open(configuration) : Ground.openAlone(configuration);
    }

    Composition compose(Ground ground, Configuration configuration) {
        return composer.apply(ground, configuration);
    }
}
