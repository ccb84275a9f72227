// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.agent.EngineParts.Looking;
import io.wattmill.agent.EngineParts.Looks;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.discovery.DeviceMatch;
import io.wattmill.agent.engine.EngineSources;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.sampling.EngineSampler;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.util.List;
import java.util.function.Supplier;

/** Looks at engines again and again, and at the devices that they are claimed to compute on. */
final class EngineWatch {

    /** An engine that is looked at. */
    record Watched(EngineSampler sampler, Looking looking) {}

    private final ServiceContext services;
    private final AgentConfig config;
    private final Context context;
    private final EngineSources sources;
    private final NodeBoard board;
    private final Looks looks;

    EngineWatch(
            ServiceContext services,
            AgentConfig config,
            Context context,
            HttpScrape scrape,
            ScrapeMetrics metrics,
            NodeBoard board,
            Looks looks) {
        this.services = services;
        this.config = config;
        this.context = context;
        this.sources = new EngineSources(scrape, config.scrape(), metrics);
        this.board = board;
        this.looks = looks;
    }

    /** The devices as last read. */
    List<DeviceReading> devices() {
        return board.devices().stream().map(DeviceStatus::reading).toList();
    }

    /** Begins to look at one, on the devices that its status names. */
    Watched begin(EngineStatus status) {
        EngineSampler sampler = sampler(status);
        return new Watched(sampler, again(sampler::look));
    }

    /**
     * Begins to look at one that the operator describes. What it names may be known later, or be a
     * part of a device that is divided meanwhile.
     */
    Looking configured(EngineConfig engine) {
        EngineSampler sampler = sampler(EngineStatus.unknown(engine));
        List<String> named = engine.deviceIds();
        return again(named.isEmpty() ? sampler::look : () -> look(sampler, named));
    }

    private Future<Void> look(EngineSampler sampler, List<String> named) {
        new DeviceMatch(devices(), DeviceProcesses.UNSAID)
                .configured(named)
                .ifPresent(sampler::claim);
        return sampler.look();
    }

    private Looking again(Supplier<Future<Void>> look) {
        return looks.again(config.sampling().enginePeriod(), look);
    }

    private EngineSampler sampler(EngineStatus status) {
        return new EngineSampler(
                context,
                services.ticker(),
                sources.of(status.config()),
                board,
                config.sampling(),
                status);
    }
}
