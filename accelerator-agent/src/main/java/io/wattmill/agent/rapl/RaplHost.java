// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rapl;

import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.device.HostScan;
import io.wattmill.agent.device.HostSource;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The host's processors and memory. Files are read on a thread of its own: a register of another
 * socket may be slow to answer.
 */
public final class RaplHost implements HostSource, AutoCloseable {

    private static final HostScan LATE = unseen(FailureReason.TIMEOUT, "the kernel did not answer");

    private final RaplConfig config;
    private final Map<String, WrappingCounter> counters = new LinkedHashMap<>();
    private final ExecutorService reads =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("rapl").factory());
    private List<RaplZone> zones = List.of();
    private CompletableFuture<HostScan> read = CompletableFuture.completedFuture(LATE);

    /** Reads below the folder that {@code config} names. */
    public RaplHost(RaplConfig config) {
        this.config = config;
    }

    @Override
    public synchronized CompletionStage<HostScan> scan() {
        if (!read.isDone()) {
            return CompletableFuture.completedFuture(LATE);
        }
        read = CompletableFuture.supplyAsync(this::look, reads);
        return read.copy()
                .completeOnTimeout(LATE, config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reads nothing more. */
    @Override
    public void close() {
        reads.shutdown();
    }

    private HostScan look() {
        if (zones.isEmpty()) {
            zones = RaplTree.zones(config.folder());
        }
        if (zones.isEmpty()) {
            return unseen(FailureReason.ABSENT, config.folder() + " has no package zone");
        }
        List<HostReading> meters = new ArrayList<>();
        for (RaplZone zone : zones) {
            try {
                meters.add(meter(zone));
            } catch (AccessDeniedException _) {
                return unseen(FailureReason.FORBIDDEN, zone.counter() + " needs read permission");
            } catch (IOException | NumberFormatException e) {
                return unseen(FailureReason.OTHER, zone.counter() + ": " + e.getMessage());
            }
        }
        return new HostScan.Seen(meters);
    }

    private HostReading meter(RaplZone zone) throws IOException {
        long value = Long.parseLong(Files.readString(zone.counter()).strip());
        WrappingCounter counter =
                counters.computeIfAbsent(zone.name(), _ -> new WrappingCounter(zone.range()));
        return new HostReading(zone.name(), counter.accept(value));
    }

    private static HostScan unseen(FailureReason reason, String detail) {
        return new HostScan.Unseen(new SourceFailure(reason, detail));
    }
}
