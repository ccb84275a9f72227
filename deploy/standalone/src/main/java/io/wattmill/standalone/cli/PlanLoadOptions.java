// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.assemble.Identities.Served;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.simulate.load.SiteLoads;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.source.SeededReading;
import io.wattmill.twin.trace.source.TraceSource;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What a plan is to serve: its own workloads, a trace, the site's recording, or made-up requests.
 */
final class PlanLoadOptions {
    /** Of the heap, for what is kept of a trace; the rest is the simulation's. */
    private static final int HEAP_PARTS = 3;

    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int HOURS = 24;

    @ArgGroup(multiplicity = "0..1")
    private Source source = new Source();

    @Mixin private RecordedLoadOptions recorded = new RecordedLoadOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "mooncake, azure, wattmill, servegen (a folder) or agents (default:"
                            + " ${DEFAULT-VALUE}).")
    private String format = "mooncake";

    @Option(names = "--model", paramLabel = "ID", description = "The plan's model to run.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many requests.")
    private int limit = Integer.MAX_VALUE;

    @Option(
            names = "--from-hour",
            paramLabel = "H",
            description = "Of a servegen trace's day, 0 to 23 (default: ${DEFAULT-VALUE}).")
    private int fromHour;

    /** Where the requests come from. */
    static final class Source {
        @Option(names = "--trace", paramLabel = "FILE", description = "A recorded trace.")
        private Optional<Path> trace = Optional.empty();

        @Option(
                names = "--generate",
                paramLabel = "N",
                description = "So many made-up requests, shaped like a conversation trace.")
        private int count;

        @Option(
                names = "--record",
                paramLabel = "TIME",
                description =
                        "What the running suite recorded: a day (2026-11-21), FROM..TO, or the last"
                                + " 24h, 7d or 4w; --url and --key say of which suite.")
        private Optional<String> record = Optional.empty();
    }

    /** Refuses figures that make no sense. */
    void check() {
        if (limit < 1 || fromHour < 0 || fromHour >= HOURS) {
            throw new Refusal(ExitCode.USAGE, "--limit is at least 1, --from-hour from 0 to 23");
        }
    }

    /** How many requests are to be made up; 0 when none are. */
    int generated() {
        return Math.min(source.count, limit);
    }

    /** The requests. Reads files, and asks the suite where its recording is wanted. */
    Served served(FacilityPlan plan, String planFile) throws IOException, InterruptedException {
        if (source.record.isPresent()) {
            return recording(plan, source.record.get());
        }
        if (source.trace.isPresent()) {
            return trace(plan, source.trace.get(), format);
        }
        return generated() > 0 ? conversation(plan) : planned(plan, planFile);
    }

    private Served recording(FacilityPlan plan, String time)
            throws IOException, InterruptedException {
        Path file = recorded.fetched(time);
        try {
            var served = trace(plan, file, "wattmill");
            return new Served("recording of " + time, served.loads());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Served conversation(FacilityPlan plan) {
        int count = generated();
        LongFunction<Trace> bySeed =
                seed -> GeneratedTrace.of(seed, count, TraceShape.conversation());
        return new Served("conversation", List.of(new SiteLoad(deployment(plan), bySeed)));
    }

    private String deployment(FacilityPlan plan) {
        List<String> ids = plan.models().stream().map(ModelDeployment::id).toList();
        if (model.isEmpty() && ids.size() != 1) {
            throw new Refusal(
                    ExitCode.PLAN_FAILS,
                    "the plan does not say which model the load asks for; --model, one of " + ids);
        }
        return model.orElseGet(ids::getFirst);
    }

    private Served planned(FacilityPlan plan, String planFile) {
        var files = PlannedLoads.PlanFiles.beside(PlanSource.folder(planFile), limits());
        return switch (SiteLoads.of(plan.workloads(), model, files, limit)) {
            case SiteLoads.Outcome.Loaded(String name, List<SiteLoad> loads) ->
                    new Served(name, loads);
            case SiteLoads.Outcome.None() ->
                    throw new Refusal(
                            ExitCode.USAGE,
                            "the plan names no workload"
                                    + model.map(id -> " for " + id).orElse("")
                                    + "; give it one (workloads:), or --trace FILE, --record TIME"
                                    + " or --generate N");
            case SiteLoads.Outcome.Refused(String id, List<String> problems) ->
                    throw new Refusal(
                            ExitCode.USAGE, "workload " + id + ":\n" + String.join("\n", problems));
        };
    }

    private Served trace(FacilityPlan plan, Path path, String as) throws IOException {
        if (!Files.isReadable(path)) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + path + "; check the path");
        }
        var from =
                PlannedLoads.source(as, path, limits())
                        .map(this::from)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ExitCode.USAGE,
                                                "--format is one of " + PlannedLoads.formats()));
        return switch (from.bySeed(limit)) {
            case SeededReading.Accepted(LongFunction<Trace> bySeed) ->
                    new Served(
                            String.valueOf(path.getFileName()),
                            List.of(new SiteLoad(deployment(plan), bySeed)));
            case SeededReading.Refused refused ->
                    throw new Refusal(
                            ExitCode.USAGE,
                            "the trace cannot be read as "
                                    + as
                                    + "; see --format:\n"
                                    + refused.text());
        };
    }

    private TraceSource from(TraceSource read) {
        return read instanceof TraceSource.ServeGen day
                ? new TraceSource.ServeGen(
                        day.folder(),
                        day.seed(),
                        fromHour * SECONDS_PER_HOUR,
                        day.scale(),
                        day.limits())
                : read;
    }

    private static ReadLimits limits() {
        return ReadLimits.USUAL.keeping(Runtime.getRuntime().maxMemory() / HEAP_PARTS);
    }
}
