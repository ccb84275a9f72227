// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.source;

import io.wattmill.twin.trace.Bundles;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.format.TraceReader;
import io.wattmill.twin.trace.format.TraceReading;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a trace comes from. */
public sealed interface TraceSource {

    /** A recorded trace. */
    record Recorded(Path file, TraceFormat format, Bundles bundles, ReadLimits limits)
            implements TraceSource {

        /** With the format's usual treatment of bundles and the usual limits. */
        public static Recorded of(Path file, TraceFormat format) {
            return new Recorded(file, format, format.usualBundles(), ReadLimits.USUAL);
        }
    }

    /** A trace that is made up. */
    record Generated(long seed, int count, TraceShape shape) implements TraceSource {}

    /**
     * The trace, at most {@code limit} requests of it. Blocks while it reads.
     *
     * @throws IOException when a file cannot be read
     */
    default TraceReading load(int limit) throws IOException {
        return switch (this) {
            case Recorded recorded -> read(recorded, limit);
            case Generated(long seed, int count, TraceShape shape) ->
                    new TraceReading.Accepted(
                            GeneratedTrace.of(seed, Math.min(count, limit), shape));
        };
    }

    private static TraceReading read(Recorded from, int limit) throws IOException {
        try (Reader in = Files.newBufferedReader(from.file(), StandardCharsets.UTF_8)) {
            String name = String.valueOf(from.file().getFileName());
            return TraceReader.read(in, name, from.format(), from.bundles(), limit, from.limits());
        }
    }
}
