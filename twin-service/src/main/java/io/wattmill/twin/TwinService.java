// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin;

import io.vertx.core.Future;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.trust.Seal;
import io.wattmill.twin.emulator.EmulatedFleet;
import io.wattmill.twin.emulator.EmulatedNodeAddress;
import io.wattmill.twin.http.TwinHttp;
import io.wattmill.twin.runs.simulated.AnsweringWork;
import io.wattmill.twin.runs.simulated.TraceFiles;
import io.wattmill.twin.runs.simulated.TraceFolder;
import io.wattmill.twin.store.RunBounds;
import io.wattmill.twin.store.RunQueue;
import io.wattmill.twin.trace.upload.UploadedTraces;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The twin service: the emulated fleet, when it is enabled, and the REST API. */
public final class TwinService implements Service {
    private final Health health;
    private final EmulatedFleet fleet;
    private final TwinHttp http;
    private final ServiceContext services;
    private final TwinConfig config;
    private volatile Optional<RunQueue> runs = Optional.empty();

    /**
     * The service, not started.
     *
     * @param services what the process gives every service
     * @param config the section {@code twin}
     * @param seal opens the principals that the gateway seals
     */
    public TwinService(ServiceContext services, TwinConfig config, Seal seal) {
        this.services = services;
        this.config = config;
        this.health = services.health();
        this.fleet = new EmulatedFleet(services, config.emulator());
        this.http =
                new TwinHttp(
                        services,
                        config.http(),
                        seal,
                        fleet,
                        new TwinHttp.Kept(
                                () -> runs,
                                config.runs(),
                                files(config),
                                config.traces().maxPartBytes()));
    }

    @Override
    public String name() {
        return "twin";
    }

    @Override
    public Future<Void> start() {
        return Future.all(fleet.start(), http.start(), keepRuns(config))
                .onSuccess(_ -> reportReady())
                .mapEmpty();
    }

    /**
     * Opens the record of plans and runs, if the configuration wants one and it is not open yet: a
     * suite starts the twin before it knows its database.
     */
    public Future<Void> keepRuns(TwinConfig wanted) {
        if (!wanted.runs().enabled() || runs.isPresent()) {
            return Future.succeededFuture();
        }
        return RunQueue.open(services, wanted.postgres(), wanted.runs(), version(), work(wanted))
                .onSuccess(opened -> runs = Optional.of(opened))
                .mapEmpty();
    }

    private static AnsweringWork work(TwinConfig wanted) {
        var bounds = RunBounds.of(wanted.runs(), Runtime.getRuntime().maxMemory());
        return new AnsweringWork(version(), files(wanted), bounds.limits());
    }

    private static TraceFiles files(TwinConfig wanted) {
        var traces = wanted.traces();
        return new TraceFiles(
                new TraceFolder(wanted.runs().folder(), true),
                traces.folder().map(folder -> new UploadedTraces(folder, traces.quota())),
                traces.reading(wanted.runs().maxRequests()));
    }

    private static String version() {
        return Optional.ofNullable(TwinService.class.getPackage().getImplementationVersion())
                .orElse("unreleased");
    }

    /** Emulated engines refuse new requests and finish those they have. */
    @Override
    public Future<Void> drain() {
        health.register(name(), () -> HealthStatus.down("draining"));
        return fleet.drain();
    }

    @Override
    public Future<Void> stop() {
        health.unregister(name());
        var record = runs;
        runs = Optional.empty();
        return Future.join(
                        fleet.stop(),
                        http.stop(),
                        record.map(RunQueue::close).orElse(Future.succeededFuture()))
                .mapEmpty();
    }

    /** The emulated nodes; only after start. Empty when the fleet is not enabled. */
    public List<EmulatedNodeAddress> emulatedNodes() {
        return fleet.addresses();
    }

    /** Base of the REST API; only after start. */
    public URI httpAddress() {
        return http.address();
    }

    private void reportReady() {
        var detail = fleet.addresses().size() + " emulated nodes";
        health.register(name(), () -> HealthStatus.up(detail));
    }
}
