// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.contract.fleet.v1.NodeLink;
import io.wattmill.contract.meter.v1.MeterLink;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.vertx.Contexts;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The agent of one node, whole. Many may share a JVM; each has one event-loop context for all of
 * its state.
 *
 * <p>It is ready when it has looked at everything once, whatever it saw: a device or an engine that
 * does not answer is something to report, and a router or billing that is away is waited for.
 */
public final class AgentService implements Service {

    private final ServiceContext services;
    private final AgentConfig config;
    private final Uplinks uplinks;
    private final NodeIdentity identity;
    private volatile Optional<Running> running = Optional.empty();

    private volatile Optional<String> deployment = Optional.empty();

    private record Running(Context context, AgentNode node) {}

    /** An agent beside the services that it reports to. */
    public AgentService(
            ServiceContext services, AgentConfig config, NodeLink router, MeterLink billing) {
        this(services, config, Uplinks.local(router, billing));
    }

    /** An agent that reaches its services by {@code uplinks}. */
    public AgentService(ServiceContext services, AgentConfig config, Uplinks uplinks) {
        this.services = services;
        this.config = config;
        this.uplinks = uplinks;
        this.identity =
                new NodeIdentity(
                        config.nodeId(),
                        UUID.randomUUID().toString(),
                        version(),
                        config.joinSecret(),
                        config.zone(),
                        config.labels());
    }

    @Override
    public String name() {
        return "agent " + config.nodeId();
    }

    @Override
    public Future<Void> start() {
        services.health().register(name(), this::health);
        return services.vertx()
                .executeBlocking(() -> DeviceChoice.of(config.devices()))
                .compose(this::deploy)
                .onSuccess(id -> deployment = Optional.of(id))
                .mapEmpty();
    }

    /** Tells the router to send nothing new; reading and reporting go on until {@link #stop}. */
    @Override
    public Future<Void> drain() {
        return running.map(this::drain).orElse(Future.succeededFuture());
    }

    /** Reports a last time, waits a bounded moment for billing, and closes everything. */
    @Override
    public Future<Void> stop() {
        services.health().unregister(name());
        return deployment.map(services.vertx()::undeploy).orElse(Future.succeededFuture());
    }

    /**
     * The node's metrics in Prometheus' text format, to stand behind those of the process; a failed
     * future before the start. May be called from any context.
     */
    public Future<String> metricsPage() {
        return ask(OperatorParts::metrics);
    }

    /** The node as JSON, likewise. */
    public Future<String> nodePage() {
        return ask(OperatorParts::node);
    }

    private Future<String> ask(Function<OperatorParts, String> page) {
        return running.map(agent -> ask(agent, page))
                .orElseGet(() -> Future.failedFuture("the agent has not started"));
    }

    private static Future<String> ask(Running agent, Function<OperatorParts, String> page) {
        return Contexts.call(
                agent.context(),
                () -> Future.succeededFuture(page.apply(agent.node().operators())));
    }

    private Future<Void> drain(Running agent) {
        return Contexts.call(
                agent.context(),
                () -> {
                    agent.node().drain();
                    return Future.succeededFuture();
                });
    }

    private Future<String> deploy(DeviceChoice choice) {
        return services.vertx()
                .deployVerticle(new AgentVerticle(context -> assemble(choice, context)));
    }

    private AgentNode assemble(DeviceChoice choice, Context context) {
        AgentNode node = new AgentNode(services, config, identity, uplinks, choice, context);
        running = Optional.of(new Running(context, node));
        return node;
    }

    private HealthStatus health() {
        boolean up = running.map(agent -> agent.node().router().isUp()).orElse(false);
        return up
                ? HealthStatus.up("the router has accepted this node")
                : HealthStatus.down(trouble());
    }

    private String trouble() {
        return running.map(agent -> agent.node().router().trouble()).orElse("not started");
    }

    private static String version() {
        return Optional.ofNullable(AgentService.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
