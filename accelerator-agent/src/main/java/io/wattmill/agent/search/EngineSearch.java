// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.discovery.DeviceMatch;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.discovery.EngineCommand;
import io.wattmill.agent.discovery.Finds;
import io.wattmill.agent.discovery.Finds.Passed;
import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.discovery.HostProcess;
import io.wattmill.agent.discovery.Lead;
import io.wattmill.agent.engine.EngineSources;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks for the engines of this host. */
public final class EngineSearch {

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int MOST_RUNNING = 256;
    private static final Future<Finds> NOTHING = Future.succeededFuture(Finds.NONE);

    private final Vertx vertx;
    private final String nodeId;
    private final DiscoveryConfig config;
    private final ScrapeMetrics metrics;
    private final HttpScrape scrape;
    private final EngineSources engines;
    private final PortQuestion ports;

    /**
     * A search, which has connections of its own.
     *
     * @param nodeId what the names of found engines begin with
     * @param bounds of reading pages; the deadline is discovery's own
     */
    public EngineSearch(
            ServiceContext services, String nodeId, DiscoveryConfig config, ScrapeConfig bounds) {
        ScrapeConfig brief = brief(bounds, config.deadline());
        this.vertx = services.vertx();
        this.nodeId = nodeId;
        this.config = config;
        this.metrics = new ScrapeMetrics(services.metrics(), nodeId);
        this.scrape = new HttpScrape(vertx, brief, metrics, services.clock(), services.ticker());
        this.engines = new EngineSources(scrape, brief, metrics);
        this.ports = new PortQuestion(scrape, metrics, brief.expositionLimits());
    }

    /**
     * Looks once, at everything at the same time; never fails.
     *
     * @param deviceIds the devices of this node, in the driver's order
     * @param computing which processes compute on them, empty where the driver does not say
     */
    public Future<Finds> look(List<String> deviceIds, List<DeviceProcess> computing) {
        DeviceMatch match = new DeviceMatch(deviceIds, computing);
        return vertx.executeBlocking(this::processes, false)
                .map(processes -> Lead.of(processes, config.ports()))
                .compose(leads -> Future.join(leads.stream().map(it -> follow(it, match)).toList()))
                .map(all -> all.<Finds>list().stream().reduce(Finds.NONE, Finds::and))
                .map(this::bounded);
    }

    /** Closes every connection. */
    public Future<Void> close() {
        return scrape.close();
    }

    private List<HostProcess> processes() {
        return config.processes() ? new ProcFolder(config).read() : List.of();
    }

    private Finds bounded(Finds finds) {
        if (finds.engines().size() > config.maxEngines()) {
            metrics.limited("agent.discovery.max-engines");
        }
        return finds.atMost(config.maxEngines());
    }

    private Future<Finds> follow(Lead lead, DeviceMatch match) {
        return lead.command().isPresent()
                ? started(lead, lead.command().get(), match)
                : ports.ask(lead.port())
                        .compose(kind -> kind.map(it -> check(lead, it, match)).orElse(NOTHING));
    }

    private Future<Finds> started(Lead lead, EngineCommand command, DeviceMatch match) {
        return command.bindsLoopback()
                ? check(lead, command.kind(), match)
                : Future.succeededFuture(
                        passed(
                                lead,
                                command.kind(),
                                "it binds " + command.host() + " only: configure it"));
    }

    private Future<Finds> check(Lead lead, EngineKind kind, DeviceMatch match) {
        EngineConfig engine = engine(lead, kind);
        return Future.fromCompletionStage(engines.of(engine).scan())
                .map(
                        scan ->
                                switch (scan) {
                                    case EngineScan.Reached _ ->
                                            Finds.of(found(lead, engine, match));
                                    case EngineScan.Unreached(SourceFailure failure) ->
                                            passed(lead, kind, failure.text() + Hints.of(kind));
                                });
    }

    private EngineConfig engine(Lead lead, EngineKind kind) {
        Optional<EngineCommand> command = lead.command();
        return new EngineConfig(
                nodeId + "/" + kind.wireName() + "-" + lead.port(),
                URI.create("http://" + config.advertise() + ":" + lead.port()),
                kind,
                "",
                List.of(),
                command.map(EngineCommand::tensorParallel).orElse(1),
                command.flatMap(EngineCommand::maxRunning).orElse(MOST_RUNNING));
    }

    private static Found found(Lead lead, EngineConfig engine, DeviceMatch match) {
        DeviceClaim devices =
                lead.command()
                        .map(command -> match.claim(lead.pids(), lead.visible(), command.gpus()))
                        .orElseGet(match::claim);
        return new Found(engine, devices, lead.how());
    }

    private static Finds passed(Lead lead, EngineKind kind, String why) {
        String what = kind.wireName() + " on port " + lead.port() + " (" + lead.how() + ")";
        return Finds.of(new Passed(what, why));
    }

    private static ScrapeConfig brief(ScrapeConfig bounds, Duration deadline) {
        return new ScrapeConfig(
                deadline,
                deadline,
                KEPT,
                bounds.maxBodyBytes(),
                bounds.maxLines(),
                bounds.maxSamples(),
                bounds.maxLabels(),
                bounds.maxLabelBytes(),
                bounds.maxDevices(),
                bounds.maxModels());
    }
}
