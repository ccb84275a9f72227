// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.BufferConfig;
import io.wattmill.agent.buffer.MemoryBacklog;
import io.wattmill.agent.spool.Codec;
import io.wattmill.agent.spool.DiskBacklog;
import io.wattmill.agent.spool.SpoolLimits;
import io.wattmill.agent.spool.SpoolMetrics;
import io.wattmill.agent.spool.SpoolThread;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Limits;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What waits for billing and for the router: in memory, or in a folder of the node.
 *
 * @param ending ends what is behind them
 */
record Backlogs(
        Backlog<MeterReport> reports, Backlog<NodeEvent> events, Supplier<Future<Void>> ending) {

    private static final int EVENTS_SHARE = 8;
    private static final long CLOSE_MS = 2_000;

    static Backlogs of(ServiceContext services, AgentConfig config, Context context) {
        return config.buffer()
                .directory()
                .map(folder -> onDisk(services, config, context, folder))
                .orElseGet(() -> inMemory(services, config));
    }

    private static Backlogs inMemory(ServiceContext services, AgentConfig config) {
        return new Backlogs(
                new MemoryBacklog<>(
                        config.buffer().capacity(),
                        () -> Limits.hit(services.metrics(), "agent.buffer.capacity")),
                new MemoryBacklog<>(
                        config.link().maxEvents(),
                        () -> Limits.hit(services.metrics(), "agent.link.max-events")),
                Future::succeededFuture);
    }

    private static Backlogs onDisk(
            ServiceContext services, AgentConfig config, Context context, Path folder) {
        BufferConfig buffer = config.buffer();
        String node = "node-" + URLEncoder.encode(config.nodeId(), StandardCharsets.UTF_8);
        SpoolThread thread = new SpoolThread(buffer.writeQueue());
        SpoolMetrics reportMetrics = metrics(services, config, "reports");
        SpoolMetrics eventMetrics = metrics(services, config, "events");
        DiskBacklog<MeterReport> reports =
                new DiskBacklog<>(
                        thread,
                        folder.resolve(node).resolve("reports"),
                        limits(buffer, buffer.diskBytes()),
                        services.ticker(),
                        reports(config.joinSecret()),
                        buffer.capacity(),
                        buffer.batch(),
                        task -> context.runOnContext(_ -> task.run()),
                        reportMetrics);
        DiskBacklog<NodeEvent> events =
                new DiskBacklog<>(
                        thread,
                        folder.resolve(node).resolve("events"),
                        limits(buffer, buffer.diskBytes() / EVENTS_SHARE),
                        services.ticker(),
                        codec(NodeEvent.parser(), event -> event),
                        config.link().maxEvents(),
                        buffer.batch(),
                        task -> context.runOnContext(_ -> task.run()),
                        eventMetrics);
        thread.start();
        return new Backlogs(
                reports,
                events,
                () -> {
                    reports.close();
                    events.close();
                    return Future.fromCompletionStage(thread.close(), context)
                            .timeout(CLOSE_MS, TimeUnit.MILLISECONDS);
                });
    }

    private static SpoolMetrics metrics(ServiceContext services, AgentConfig config, String what) {
        return new SpoolMetrics(services.metrics(), config.nodeId(), what);
    }

    /** A backlog holds two files at least: one is written while the other is read. */
    private static SpoolLimits limits(BufferConfig buffer, long bytes) {
        return new SpoolLimits(
                bytes,
                Math.min(buffer.segmentBytes(), bytes / 2),
                buffer.syncPeriod().toNanos(),
                buffer.retryPeriod().toNanos());
    }

    /** Without the secret of the site, which has no business on a disk. */
    private static Codec<MeterReport> reports(String joinSecret) {
        Codec<MeterReport> plain =
                codec(
                        MeterReport.parser(),
                        report -> report.toBuilder().setJoinSecret(joinSecret).build());
        return new Codec<>(
                report -> report.toBuilder().clearJoinSecret().build().toByteArray(),
                plain.decode());
    }

    private static <T extends MessageLite> Codec<T> codec(
            Parser<T> parser, UnaryOperator<T> completed) {
        return new Codec<>(
                MessageLite::toByteArray,
                bytes -> {
                    try {
                        return Optional.of(completed.apply(parser.parseFrom(bytes)));
                    } catch (InvalidProtocolBufferException _) {
                        return Optional.empty();
                    }
                });
    }

    /** Brings what waits to the disk, and ends. */
    Future<Void> close() {
        return ending.get();
    }
}
