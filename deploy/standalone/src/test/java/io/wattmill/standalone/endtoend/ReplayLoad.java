// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.vertx.core.Vertx;
import io.wattmill.kit.config.Configuration;
import io.wattmill.twin.replay.Replay;
import io.wattmill.twin.replay.ReplayOptions;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Short requests at a steady rate, and the file of what was received in full. */
final class ReplayLoad {
    /** Enough for every fault to come while it runs. */
    static final int REQUESTS = 120;

    private static final long LIMIT_SECONDS = 240;
    private static final Slo ANY = new Slo(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final TraceShape SHORT =
            new TraceShape(
                    30,
                    new LengthShape(300, 0.8, 20, 2_000),
                    new LengthShape(100, 0.8, 1, 2_000),
                    0.4,
                    40,
                    new LengthShape(20, 0.5, 2, 60),
                    0.2,
                    5);

    private final Replay replay;
    private final Path acks;
    private final int before;

    private ReplayLoad(Replay replay, Path acks, int before) {
        this.replay = replay;
        this.acks = acks;
        this.before = before;
    }

    static ReplayLoad start(Vertx vertx, Api api, Path acks, long seed) {
        var before = lines(acks);
        var options =
                new ReplayOptions(
                        new ChatTarget(api.url(), api.key(), Api.MODEL, true, false),
                        new TraceSource.Generated(seed, REQUESTS, SHORT),
                        REQUESTS,
                        1,
                        seed,
                        ANY,
                        new ReplayOptions.Outputs(Optional.empty(), Optional.of(acks)),
                        Configuration.defaults(ReplayConfig.class));
        return new ReplayLoad(Replay.begin(vertx, options, ProgressListener.NONE), acks, before);
    }

    /** Responses received in full since the start. */
    int acks() {
        return lines(acks) - before;
    }

    boolean isOver() {
        return replay.report().isComplete();
    }

    /** Sends nothing more; what happened until now. */
    RunReport stop() throws Exception {
        replay.stop();
        return report();
    }

    /** What happened, once every answer has ended. */
    RunReport report() throws Exception {
        return replay.report().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static int lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
