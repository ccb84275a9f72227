// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.load;

import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SteadyState;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

    private PlannedLoads() {}

    /** A load, or what is wrong with it. */
    public sealed interface Outcome {
        /** Requests for a deployment. */
        record Loaded(SiteLoad load) implements Outcome {}

        /** Problems of the trace that the plan names. */
        record Refused(String workload, List<String> problems) implements Outcome {}
    }

    /**
     * Loads one workload. Blocks while it reads a file.
     *
     * @param folder that paths of the plan begin at
     * @param limit at most so many requests
     */
    public static Outcome of(Workload workload, Path folder, int limit) {
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
            case Workload.Recorded recorded -> recorded(workload, recorded, folder, limit);
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
            Workload workload, Workload.Recorded recorded, Path folder, int limit) {
        Path at = folder.resolve(recorded.path());
        Optional<TraceSource> source = source(recorded.format(), at, 1);
        if (source.isEmpty()) {
            return refused(workload, "format '" + recorded.format() + "'; one of " + formats());
        }
        if (!Files.isReadable(at)) {
            return refused(workload, "cannot read " + at + "; check the path");
        }
        try {
            return switch (source.get().load(limit)) {
                case TraceReading.Accepted(Trace trace) -> {
                    double speed = recorded.speed().value();
                    Trace paced = speed == 1 ? trace : trace.atSpeed(speed);
                    yield new Outcome.Loaded(
                            SiteLoad.recorded(workload.model(), workload.id(), paced));
                }
                case TraceReading.Refused(var problems) ->
                        new Outcome.Refused(
                                workload.id(), problems.stream().map(String::valueOf).toList());
            };
        } catch (IOException e) {
            return refused(workload, "cannot read " + at + ": " + e.getMessage());
        }
    }

    private static Outcome refused(Workload workload, String problem) {
        return new Outcome.Refused(workload.id(), List.of(problem));
    }

    /** Formats by name. */
    public static List<String> formats() {
        return List.of("mooncake", "azure", "wattmill", "servegen", "agents");
    }

    /**
     * The source of this format.
     *
     * @param at a file; for servegen a folder, for agents either
     * @param seed of what is made of statistics
     */
    public static Optional<TraceSource> source(String format, Path at, long seed) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "mooncake" -> Optional.of(TraceSource.Recorded.of(at, TraceFormat.MOONCAKE));
            case "azure" -> Optional.of(TraceSource.Recorded.of(at, TraceFormat.AZURE));
            case "wattmill" -> Optional.of(TraceSource.Recorded.of(at, TraceFormat.WATTMILL));
            case "servegen" -> Optional.of(TraceSource.ServeGen.of(at, seed));
            case "agents" -> Optional.of(TraceSource.Sessions.of(at));
            default -> Optional.empty();
        };
    }
}
