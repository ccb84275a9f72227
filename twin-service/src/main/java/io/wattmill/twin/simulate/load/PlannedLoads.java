// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.load;

import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SteadyState;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.source.SeededReading;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/** The loads of a plan's workloads. */
public final class PlannedLoads {
    /** Of a made-up load; an hour, unless that is more requests than these. */
    private static final int MOST_MADE_UP = 100_000;

    private static final double HOUR_SECONDS = 3_600;

    /** Of a load that is to show a steady state. */
    private static final double LEAST_SECONDS = 120;

    private static final double STAYS = 2.0 * SteadyState.WARM_UP_STAYS;
    private static final double USUAL_SECONDS_PER_TOKEN = 0.02;
    private static final int LEAST_MADE_UP = 200;

    private static final long ANY_SEED = 1;

    private PlannedLoads() {}

    /** A load, or what is wrong with it. */
    public sealed interface Outcome {
        /** Requests for a deployment. */
        record Loaded(SiteLoad load) implements Outcome {}

        /** Problems of the trace that the plan names. */
        record Refused(String workload, List<String> problems) implements Outcome {}
    }

    /**
     * Where files that a plan names are, and how much of them is read.
     *
     * @param locate empty for a path that may not be named
     * @param limits bounds on what is read of a file
     */
    public record PlanFiles(Function<String, Optional<Path>> locate, ReadLimits limits) {
        /** Beside a plan: paths begin at its folder. */
        public static PlanFiles beside(Path folder, ReadLimits limits) {
            return new PlanFiles(path -> Optional.of(folder.resolve(path)), limits);
        }
    }

    /**
     * Loads one workload. Blocks while it reads a file.
     *
     * @param files that the plan may name
     * @param limit at most so many requests
     */
    public static Outcome of(Workload workload, PlanFiles files, int limit) {
        return switch (workload.source()) {
            case Workload.Synthetic synthetic -> {
                int count = Math.min(limit, count(synthetic));
                yield new Outcome.Loaded(
                        new SiteLoad(
                                workload.model(),
                                workload.id(),
                                seed -> SyntheticShape.trace(synthetic, seed, count),
                                LoadEvidence.of(synthetic)));
            }
            case Workload.Recorded recorded -> recorded(workload, recorded, files, limit);
        };
    }

    private static int count(Workload.Synthetic synthetic) {
        return count(synthetic, HOUR_SECONDS);
    }

    private static int count(Workload.Synthetic synthetic, double seconds) {
        double requests = synthetic.requestsPerSecond() * seconds;
        return (int) Math.clamp(requests, LEAST_MADE_UP, MOST_MADE_UP);
    }

    /**
     * As many requests as show a steady state: those of two minutes, and of six times what a
     * session takes at 50 tokens per second, half of which fills the fleet. Of a recorded trace any
     * number.
     */
    public static int steady(Workload workload) {
        return switch (workload.source()) {
            case Workload.Synthetic made ->
                    count(made, Math.max(LEAST_SECONDS, STAYS * staySeconds(made)));
            case Workload.Recorded _ -> Integer.MAX_VALUE;
        };
    }

    private static double staySeconds(Workload.Synthetic made) {
        double answer = made.output().meanTokens() * USUAL_SECONDS_PER_TOKEN;
        return made.sessions()
                .map(one -> one.turns() * (answer + one.toolWaitSeconds().value()))
                .orElse(answer);
    }

    private static Outcome recorded(
            Workload workload, Workload.Recorded recorded, PlanFiles files, int limit) {
        Optional<Path> at = files.locate().apply(recorded.path());
        if (at.isEmpty()) {
            return refused(workload, nowhere(recorded.path()));
        }
        Optional<TraceSource> source = source(recorded.format(), at.get(), files.limits());
        if (source.isEmpty()) {
            return refused(workload, "format '" + recorded.format() + "'; one of " + formats());
        }
        if (!Files.isReadable(at.get())) {
            return refused(workload, "cannot read " + at.get() + "; check the path");
        }
        try {
            return read(workload, recorded, source.get().bySeed(limit));
        } catch (IOException e) {
            return refused(workload, "cannot read " + at.get() + ": " + e.getMessage());
        }
    }

    private static Outcome read(
            Workload workload, Workload.Recorded recorded, SeededReading reading) {
        return switch (reading) {
            case SeededReading.Accepted(LongFunction<Trace> bySeed) ->
                    new Outcome.Loaded(
                            new SiteLoad(
                                    workload.model(),
                                    workload.id(),
                                    seed -> bySeed.apply(seed).atSpeed(recorded.speed().value())));
            case SeededReading.Refused(var problems) ->
                    new Outcome.Refused(
                            workload.id(), problems.stream().map(String::valueOf).toList());
        };
    }

    /** Of a path that may not be named. */
    public static String nowhere(String path) {
        return path
                + " is not in the twin's folder of traces; put it there (twin.runs.folder) and"
                + " name it by its path within";
    }

    private static Outcome refused(Workload workload, String problem) {
        return new Outcome.Refused(workload.id(), List.of(problem));
    }

    /** Formats by name. */
    public static List<String> formats() {
        return List.of("mooncake", "azure", "wattmill", "servegen", "agents");
    }

    /**
     * The source of this format; what is made of statistics follows the seed that it is read for.
     *
     * @param at a file; for servegen a folder, for agents either
     * @param limits bounds on what is read
     */
    public static Optional<TraceSource> source(String format, Path at, ReadLimits limits) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "mooncake" -> Optional.of(recorded(at, TraceFormat.MOONCAKE, limits));
            case "azure" -> Optional.of(recorded(at, TraceFormat.AZURE, limits));
            case "wattmill" -> Optional.of(recorded(at, TraceFormat.WATTMILL, limits));
            case "servegen" -> Optional.of(new TraceSource.ServeGen(at, ANY_SEED, 0, 1, limits));
            case "agents" -> Optional.of(new TraceSource.Sessions(at, limits));
            default -> Optional.empty();
        };
    }

    private static TraceSource recorded(Path at, TraceFormat format, ReadLimits limits) {
        return new TraceSource.Recorded(at, format, format.usualBundles(), limits);
    }
}
