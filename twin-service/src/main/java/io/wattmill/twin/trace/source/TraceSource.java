// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.source;

import io.wattmill.twin.trace.Bundles;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.format.ServeGenFiles;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.format.TraceReader;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.workload.AgenticLoad;
import io.wattmill.twin.trace.workload.SyntheticLoad;

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

    /** Agent sessions with their texts: a file of JSON lines, or a folder of them. */
    record Sessions(Path at, ReadLimits limits) implements TraceSource {
        /** With the usual limits. */
        public static Sessions of(Path at) {
            return new Sessions(at, ReadLimits.USUAL);
        }
    }

    /**
     * ServeGen's clients.
     *
     * @param fromSecond of the day from which requests are made
     * @param scale factor on every rate
     */
    record ServeGen(Path folder, long seed, int fromSecond, double scale, ReadLimits limits)
            implements TraceSource {}

    /** Requests from a few figures. */
    record Synthetic(long seed, int count, SyntheticLoad load) implements TraceSource {}

    /** Sessions of agents from a few figures. */
    record Agentic(long seed, int count, AgenticLoad load) implements TraceSource {}

    /**
     * The trace, at most {@code limit} requests of it. Blocks while it reads.
     *
     * @throws IOException when a file cannot be read
     */
    default TraceReading load(int limit) throws IOException {
        return switch (this) {
            case Recorded recorded -> read(recorded, limit);
            case Sessions(Path at, ReadLimits limits) -> TraceFolders.sessions(at, limits, limit);
            case ServeGen servegen -> made(servegen, limit);
            case Synthetic(long seed, int count, SyntheticLoad load) ->
                    new TraceReading.Accepted(load.trace(seed, Math.min(count, limit)));
            case Agentic(long seed, int count, AgenticLoad load) ->
                    new TraceReading.Accepted(load.trace(seed, Math.min(count, limit)));
            case Generated(long seed, int count, TraceShape shape) ->
                    new TraceReading.Accepted(
                            GeneratedTrace.of(seed, Math.min(count, limit), shape));
        };
    }

    /**
     * The same for any seed, which takes the place of the source's own: what follows from a seed is
     * drawn anew for each, what was recorded is the same for all. Blocks while it reads.
     *
     * @throws IOException when a file cannot be read
     */
    default SeededReading bySeed(int limit) throws IOException {
        return switch (this) {
            case ServeGen from -> bySeed(from, limit);
            case Synthetic(long _, int count, SyntheticLoad load) ->
                    new SeededReading.Accepted(seed -> load.trace(seed, Math.min(count, limit)));
            case Agentic(long _, int count, AgenticLoad load) ->
                    new SeededReading.Accepted(seed -> load.trace(seed, Math.min(count, limit)));
            case Generated(long _, int count, TraceShape shape) ->
                    new SeededReading.Accepted(
                            seed -> GeneratedTrace.of(seed, Math.min(count, limit), shape));
            case Recorded _, Sessions _ -> constant(load(limit));
        };
    }

    private static SeededReading constant(TraceReading reading) {
        return switch (reading) {
            case TraceReading.Accepted(Trace trace) -> new SeededReading.Accepted(_ -> trace);
            case TraceReading.Refused(var problems) -> new SeededReading.Refused(problems);
        };
    }

    private static SeededReading bySeed(ServeGen from, int limit) throws IOException {
        int most = Math.min(limit, from.limits().maxRequests());
        return switch (TraceFolders.servegen(from.folder(), from.limits())) {
            case ServeGenFiles.Outcome.Refused(var problems) -> new SeededReading.Refused(problems);
            case ServeGenFiles.Outcome.Load(var load) ->
                    new SeededReading.Accepted(
                            seed -> load.trace(seed, from.fromSecond(), from.scale(), most));
        };
    }

    private static TraceReading made(ServeGen from, int limit) throws IOException {
        return switch (bySeed(from, limit)) {
            case SeededReading.Refused(var problems) -> new TraceReading.Refused(problems);
            case SeededReading.Accepted(var bySeed) ->
                    new TraceReading.Accepted(bySeed.apply(from.seed()));
        };
    }

    private static TraceReading read(Recorded from, int limit) throws IOException {
        try (Reader in = Files.newBufferedReader(from.file(), StandardCharsets.UTF_8)) {
            String name = String.valueOf(from.file().getFileName());
            return TraceReader.read(in, name, from.format(), from.bundles(), limit, from.limits());
        }
    }
}
