// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.discovery.DeviceMatch;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.discovery.EngineCommand;
import io.wattmill.agent.discovery.Finds;
import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.discovery.HostProcess;
import io.wattmill.agent.discovery.Lead;
import io.wattmill.agent.discovery.Owners;
import io.wattmill.agent.engine.EngineSources;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the engines of this host. That nobody answers at a port is no failure of a source, and
 * is not counted as one.
 */
public final class EngineSearch {

    /** What a look at this host's processes and sockets leads to. */
    private record Sight(List<Lead> leads, Owners owners, Finds strangers) {}

    private static final Logger LOG = LoggerFactory.getLogger(EngineSearch.class);
    private static final Duration KEPT = Duration.ofSeconds(1);

    /** Of a server that nobody knows, every page is read on a worker. */
    private static final int NO_BYTES = 0;

    private static final Future<Finds> NOTHING = Future.succeededFuture(Finds.NONE);

    private final Vertx vertx;
    private final DiscoveryConfig config;
    private final MeterRegistry metrics;
    private final HttpScrape scrape;
    private final EngineCheck check;
    private final EngineQuestion question;
    private final PortQuestion ports;
    private volatile boolean closed;

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
        this.config = config;
        this.metrics = services.metrics();
        ScrapeMetrics uncounted = new ScrapeMetrics(new CompositeMeterRegistry(), nodeId);
        this.scrape = new HttpScrape(vertx, brief, uncounted, services.clock(), services.ticker());
        EngineSources engines = new EngineSources(scrape, brief, uncounted);
        this.check = new EngineCheck(vertx, engines, nodeId, config.advertise());
        this.question = new EngineQuestion(vertx, engines);
        this.ports = new PortQuestion(scrape, uncounted, brief.expositionLimits());
    }

    /**
     * Looks once, at everything at the same time; never fails. One that {@link #close} overtakes
     * finds nothing.
     *
     * @param devices the devices of this node, in the driver's order
     * @param computing which processes compute on them
     */
    public Future<Finds> look(List<DeviceReading> devices, DeviceProcesses computing) {
        DeviceMatch match = new DeviceMatch(devices, computing);
        return vertx.executeBlocking(this::sight, false)
                .compose(sight -> follow(sight, match))
                .map(this::ended)
                .otherwise(this::failed);
    }

    /** What an engine that was found says of itself. */
    public Future<EngineProfile> profile(Found engine) {
        return question.ask(engine);
    }

    /** Closes every connection; a search that is under way ends early. */
    public Future<Void> close() {
        closed = true;
        return scrape.close();
    }

    private Sight sight() {
        ProcFolder folder =
                new ProcFolder(config, () -> Limits.hit(metrics, "agent.discovery.max-processes"));
        List<HostProcess> processes = config.processes() ? folder.read() : List.of();
        Owners owners = folder.owners();
        List<Lead> leads = Lead.of(processes, owners, config.ports());
        Set<Integer> strangers = new HashSet<>(owners.listeners().keySet());
        strangers.removeIf(port -> !owners.isStrangers(port));
        return new Sight(leads, owners, Finds.of(Lead.strangers(processes, owners), strangers));
    }

    private Future<Finds> follow(Sight sight, DeviceMatch match) {
        return Future.join(
                        sight.leads().stream()
                                .map(lead -> follow(lead, sight.owners(), match))
                                .toList())
                .map(all -> all.<Finds>list().stream().reduce(sight.strangers(), Finds::and));
    }

    private Finds ended(Finds finds) {
        return closed ? Finds.NONE : bounded(finds);
    }

    private Finds failed(Throwable cause) {
        if (!closed) {
            LOG.atError().setCause(cause).log("search for engines failed");
        }
        return Finds.NONE;
    }

    private Finds bounded(Finds finds) {
        if (finds.engines().size() > config.maxEngines()) {
            Limits.hit(metrics, "agent.discovery.max-engines");
        }
        return finds.atMost(config.maxEngines());
    }

    private Future<Finds> follow(Lead lead, Owners owners, DeviceMatch match) {
        Optional<String> against = owners.against(lead.port());
        if (lead.command().isPresent()) {
            EngineCommand command = lead.command().get();
            return against.map(why -> passed(lead, command.kind(), why))
                    .orElseGet(() -> check.started(lead, command, match));
        }
        return ports.ask(lead.port())
                .compose(kind -> kind.map(it -> at(lead, it, against, match)).orElse(NOTHING));
    }

    private Future<Finds> at(
            Lead lead, EngineKind kind, Optional<String> against, DeviceMatch match) {
        return against.map(why -> passed(lead, kind, why))
                .orElseGet(() -> check.at(lead, kind, match));
    }

    private static Future<Finds> passed(Lead lead, EngineKind kind, String why) {
        return Future.succeededFuture(Finds.of(lead.passed(kind, why)));
    }

    private static ScrapeConfig brief(ScrapeConfig bounds, Duration deadline) {
        return new ScrapeConfig(
                deadline,
                deadline,
                KEPT,
                bounds.maxBodyBytes(),
                NO_BYTES,
                bounds.maxLines(),
                bounds.maxSamples(),
                bounds.maxLabels(),
                bounds.maxLabelBytes(),
                bounds.maxDevices(),
                bounds.maxModels());
    }
}
