// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.agent.dcgm.DcgmExporter;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceSource;
import io.wattmill.agent.device.HostSource;
import io.wattmill.agent.device.ProcessSource;
import io.wattmill.agent.learning.NodeLearner;
import io.wattmill.agent.link.BillingLink;
import io.wattmill.agent.link.LinkGround;
import io.wattmill.agent.link.MeterReporter;
import io.wattmill.agent.link.RouterLink;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.sampling.DeviceMeters;
import io.wattmill.agent.sampling.DeviceSampler;
import io.wattmill.agent.sampling.HostSampler;
import io.wattmill.agent.sampling.SamplingMetrics;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.watch.Alarms;
import io.wattmill.agent.watch.HealthWatch;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The parts of one agent, put together on one event-loop context. */
final class AgentNode implements DeviceSampler.Listener {

    /** Says of no process that it computes on a device, because no driver is asked here. */
    private static final ProcessSource NO_DRIVER =
            () -> CompletableFuture.completedStage(DeviceProcesses.all(List.of()));

    private final ServiceContext services;
    private final AgentConfig config;
    private final Context context;
    private final ScrapeMetrics scrapeMetrics;
    private final SamplingMetrics samplingMetrics;
    private final HttpScrape scrape;
    private final NodeBoard board;
    private final RouterLink router;
    private final BillingLink billing;
    private final Backlogs backlogs;
    private final HealthWatch health;
    private final MeterReporter meters;
    private final DeviceParts parts;
    private final NodeLearner learner;
    private final Optional<DeviceSampler> devices;
    private final EngineParts engines;
    private final OperatorParts operators;
    private final Schedule schedule;

    AgentNode(
            ServiceContext services,
            AgentConfig config,
            NodeIdentity identity,
            Uplinks uplinks,
            DeviceChoice choice,
            Context context) {
        this.services = services;
        this.config = config;
        this.context = context;
        RandomGenerator random =
                new SplittableRandom(config.sampling().seed() ^ config.nodeId().hashCode());
        this.schedule = new Schedule(services, config.sampling().jitterPercent(), random);
        this.scrapeMetrics = new ScrapeMetrics(services.metrics(), config.nodeId());
        this.samplingMetrics = new SamplingMetrics(services.metrics(), config.nodeId());
        this.scrape =
                new HttpScrape(
                        services.vertx(),
                        config.scrape(),
                        scrapeMetrics,
                        services.clock(),
                        services.ticker());
        this.parts = DeviceParts.of(services, config, choice, this::exporter);
        List<EngineStatus> told = config.engines().stream().map(EngineStatus::unknown).toList();
        String counterName = parts.source().map(DeviceSource::counterName).orElse("");
        this.board = new NodeBoard(identity, counterName, told);
        LinkGround ground =
                LinkGround.of(services, context, random, config.link(), config.nodeId());
        this.backlogs = Backlogs.of(services, config, context);
        this.router = new RouterLink(ground, uplinks.router(), board, backlogs.events());
        this.billing = new BillingLink(ground, uplinks.billing(), backlogs.reports());
        this.health =
                new HealthWatch(
                        services,
                        context,
                        config.health(),
                        board,
                        Alarms.of(services, config.health(), config.nodeId(), parts.alarms()),
                        router::tell);
        long lookNanos = parts.period().toNanos();
        Duration patience = parts.patience(config.sampling().staleAfter());
        this.meters = new MeterReporter(ground, board, billing, lookNanos, patience.toNanos());
        this.learner = new NodeLearner(config.estimator());
        this.devices = parts.source().map(this::sampler);
        this.devices.ifPresent(sampler -> schedule.add(parts.period(), sampler::look));
        parts.host().ifPresent(this::lookAtHost);
        this.engines =
                new EngineParts(
                        services,
                        config,
                        context,
                        scrape,
                        scrapeMetrics,
                        parts.processes().orElse(NO_DRIVER),
                        board,
                        schedule::begin);
        this.operators = new OperatorParts(board, router, services.clock(), config.page());
        schedule.add(config.page().ratePeriod(), operators::look);
        schedule.add(config.link().meterReportPeriod(), meters::round);
    }

    /**
     * Completes when everything was looked at once and the links are on their way. Engines are
     * looked for behind the devices, which they are matched with.
     */
    Future<Void> start() {
        board.onUrgent(router::report);
        Future<Void> seen = schedule.start();
        return Future.join(seen, engines.watch(), seen.compose(_ -> engines.search()))
                .onSuccess(
                        _ -> {
                            health.start();
                            router.start();
                            billing.start();
                        })
                .mapEmpty();
    }

    void drain() {
        board.drain("the agent is stopping");
    }

    /** Looks a last time, gives billing a moment to take it, and closes everything. */
    Future<Void> stop() {
        schedule.stop();
        return lastLook()
                .compose(_ -> billing.flushed().timeout(flushMillis(), TimeUnit.MILLISECONDS))
                .transform(
                        _ -> {
                            health.stop();
                            router.stop();
                            billing.stop();
                            samplingMetrics.close();
                            parts.close().run();
                            return Future.join(
                                            backlogs.close().otherwiseEmpty(),
                                            scrape.close(),
                                            engines.close())
                                    .mapEmpty();
                        });
    }

    RouterLink router() {
        return router;
    }

    OperatorParts operators() {
        return operators;
    }

    @Override
    public void happened(NodeEvent event) {
        router.tell(event);
    }

    @Override
    public void seen(long atUs) {
        health.looked(atUs);
        board.fits(learner.look(board.picture(), atUs));
        if (schedule.isOver()) {
            meters.report(atUs);
        } else {
            meters.seen(atUs);
        }
    }

    private Future<Void> lastLook() {
        return devices.map(DeviceSampler::look)
                .orElse(Future.succeededFuture())
                .compose(_ -> meters.round());
    }

    private long flushMillis() {
        return Math.max(1, config.flushTimeout().toMillis());
    }

    private DeviceSource exporter(URI url) {
        return new DcgmExporter(scrape, url, config.scrape(), scrapeMetrics);
    }

    private DeviceSampler sampler(DeviceSource source) {
        return new DeviceSampler(
                context,
                services.ticker(),
                source,
                board,
                config.sampling().staleAfter(),
                new DeviceMeters(config.energy().limits(), config.scrape().maxDevices()),
                samplingMetrics,
                this);
    }

    private void lookAtHost(HostSource host) {
        HostSampler sampler = new HostSampler(context, host, board);
        schedule.add(config.devices().host().period(), sampler::look);
    }
}
