// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.replay.report.ReportJson;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.plan.PlanRun;
import io.wattmill.twin.simulate.plan.PlanRunOptions;
import io.wattmill.twin.simulate.plan.PlanRunResult;
import io.wattmill.twin.simulate.plan.PlanRunText;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.format.TraceProblem;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** `wattmill plan run FILE`: a trace on the planned fleet, placed by the router's own code. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Simulates a trace on the fleet that a plan describes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill plan run hall.yaml --trace conversation_trace.jsonl --format mooncake",
            "  ./wattmill plan run hall.yaml --model chat-small --generate 2000 --seed 7 --speed 2",
            "  ./wattmill plan run hall.yaml --trace week.jsonl --format wattmill"
        })
final class PlanRunCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PLAN", description = "The plan, YAML.")
    private Path file = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Load load = new Load();

    @Option(names = "--format", paramLabel = "FORMAT", description = "mooncake, azure or wattmill.")
    private TraceFormat format = TraceFormat.MOONCAKE;

    @Option(names = "--seed", description = "Of a generated trace (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--model", paramLabel = "ID", description = "The plan's model to run.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many requests.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--speed", paramLabel = "X", description = "So many times faster.")
    private double speed = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "The report as JSON.")
    private Optional<Path> out = Optional.empty();

    /** Where the requests come from. */
    static final class Load {
        @Option(names = "--trace", paramLabel = "FILE", description = "A recorded trace.")
        private Optional<Path> trace = Optional.empty();

        @Option(
                names = "--generate",
                paramLabel = "N",
                description = "So many made-up requests, shaped like a conversation trace.")
        private int count;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1 || !(speed > 0)) {
            throw new Refusal(ExitCode.USAGE, "--limit is at least 1 and --speed above 0");
        }
        PrintWriter screen = spec.commandLine().getOut();
        PlanRunResult result = PlanRun.run(plan(), trace(), options(), Watch.NONE);
        screen.print(PlanRunText.of(result));
        screen.flush();
        return switch (result) {
            case PlanRunResult.Refused _ -> ExitCode.PLAN_FAILS;
            case PlanRunResult.Ran ran -> {
                if (out.isPresent()) {
                    Files.write(out.get(), ReportJson.bytes(ran.report()));
                }
                yield ExitCode.OK;
            }
        };
    }

    private PlanRunOptions options() {
        PlanRunOptions usual = PlanRunOptions.USUAL;
        return new PlanRunOptions(model, speed, usual.placing(), usual.prices());
    }

    private FacilityPlan plan() throws IOException {
        return switch (PlanReader.read(Files.readString(readable(file)))) {
            case PlanReading.Understood(FacilityPlan plan) -> plan;
            case PlanReading.Refused(List<PlanProblem> problems) ->
                    throw new Refusal(
                            ExitCode.PLAN_FAILS,
                            "the plan has problems; ./wattmill plan check shows them whole:\n"
                                    + lines(problems));
        };
    }

    private static String lines(List<PlanProblem> problems) {
        return problems.stream()
                .map(problem -> problem.path() + ": " + problem.problem() + "; " + problem.fix())
                .collect(Collectors.joining("\n"));
    }

    private Trace trace() throws IOException {
        TraceSource source =
                load.trace.isPresent()
                        ? TraceSource.Recorded.of(readable(load.trace.get()), format)
                        : new TraceSource.Generated(seed, load.count, TraceShape.conversation());
        return switch (source.load(limit)) {
            case TraceReading.Accepted(Trace trace) -> trace;
            case TraceReading.Refused(List<TraceProblem> problems) ->
                    throw new Refusal(
                            ExitCode.USAGE,
                            "the trace cannot be read as "
                                    + format.name().toLowerCase(Locale.ROOT)
                                    + "; see --format:\n"
                                    + problems.stream()
                                            .map(TraceProblem::toString)
                                            .collect(Collectors.joining("\n")));
        };
    }

    private static Path readable(Path path) {
        if (!Files.isReadable(path)) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + path + "; check the path");
        }
        return path;
    }
}
