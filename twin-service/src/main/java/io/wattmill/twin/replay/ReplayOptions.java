// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.trace.source.TraceSource;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One replay.
 *
 * @param target where requests go
 * @param trace what is replayed
 * @param limit at most so many requests of it, at least 1
 * @param speed how many times faster than recorded, above 0
 * @param salt of the prompts' text; another one finds no prefix in a cache that an earlier replay
 *     filled
 * @param slo what makes a request good
 * @param outputs files to write
 * @param config bounds and timeouts
 */
public record ReplayOptions(
        ChatTarget target,
        TraceSource trace,
        int limit,
        double speed,
        long salt,
        Slo slo,
        Outputs outputs,
        ReplayConfig config) {

    /** Refuses a limit or a speed out of range. */
    public ReplayOptions {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is at least 1, not " + limit);
        }
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed is above 0, not " + speed);
        }
    }

    /**
     * Files that a replay writes.
     *
     * @param report the report as JSON, at the end
     * @param acks one request id per line, appended as soon as its answer is whole
     */
    public record Outputs(Optional<Path> report, Optional<Path> acks) {

        /** No files. */
        public static final Outputs NONE = new Outputs(Optional.empty(), Optional.empty());
    }
}
