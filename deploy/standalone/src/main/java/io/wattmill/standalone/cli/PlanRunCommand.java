// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.kit.time.Clock;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.standalone.host.Signals;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.json.AnswerJson;
import io.wattmill.twin.assemble.Answering;
import io.wattmill.twin.assemble.Answering.Question;
import io.wattmill.twin.assemble.Fidelity;
import io.wattmill.twin.assemble.Identities;
import io.wattmill.twin.assemble.Identities.Served;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.report.AnswerNote;
import io.wattmill.twin.report.AnswerPage;
import io.wattmill.twin.report.AnswerText;
import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.run.RunLimits;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.simulate.site.SiteOutcome;
import io.wattmill.twin.simulate.site.SiteRun;
import io.wattmill.twin.simulate.site.SiteText;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** `wattmill plan run PLAN`: a load on the planned fleet, placed by the router's own code. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Answers whether a plan will work: its rules, a load on its fleet (its own workloads, a"
                    + " trace, or made-up requests), its building's year, money and availability.",
            "Ctrl-C ends it and tells what it has so far."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill plan run hall.yaml --out hall.json --html hall.html",
            "  ./wattmill plan run hall.yaml --model chat-small --trace conversation_trace.jsonl",
            "  ./wattmill plan run hall.yaml --model chat-small --trace deepseek-r1 --format"
                    + " servegen --limit 20000",
            "  ./wattmill plan run hall.yaml --model chat-small --generate 2000 --seeds 5"
                    + " --threads 4"
        })
final class PlanRunCommand implements Callable<Integer> {
    /** Of the heap: the rest is for what is not counted. */
    private static final double HEAP_SHARE = 0.7;

    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int HOURS = 24;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PLAN", description = "A file, YAML, or a reference plan's name.")
    private String file = "";

    @ArgGroup(multiplicity = "0..1")
    private Load load = new Load();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "mooncake, azure, wattmill, servegen (a folder) or agents (default:"
                            + " ${DEFAULT-VALUE}).")
    private String format = "mooncake";

    @Option(
            names = "--seed",
            description = "The first seed, of chance and made-up load (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "So many seeds; intervals are what lies between them (default:"
                            + " ${DEFAULT-VALUE}).")
    private int seeds = 3;

    @Option(names = "--threads", paramLabel = "N", description = "Runs at once; default: cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "How the router chooses: ${COMPLETION-CANDIDATES}.")
    private PlacementMode policy = PlacementMode.LEAST_TTFT;

    @Option(names = "--model", paramLabel = "ID", description = "The plan's model to run.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many requests.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--speed", paramLabel = "X", description = "So many times faster.")
    private double speed = 1;

    @Option(
            names = "--from-hour",
            paramLabel = "H",
            description = "Of a servegen trace's day, 0 to 23 (default: ${DEFAULT-VALUE}).")
    private int fromHour;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "At most so many minutes of a core (default: ${DEFAULT-VALUE}).")
    private int minutes = 60;

    @Option(
            names = "--brief",
            description = "Only the load: neither what binds, nor throughput against latency.")
    private boolean brief;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The answer as JSON: ./wattmill plan report FILE shows it again.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "The answer as one page.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--md", paramLabel = "FILE", description = "The answer as a Markdown note.")
    private Optional<Path> markdown = Optional.empty();

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
        if (limit < 1 || !(speed > 0) || seeds < 1 || threads < 1 || minutes < 1) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "--limit, --seeds, --threads and --minutes are at least 1 and --speed above 0");
        }
        if (fromHour < 0 || fromHour >= HOURS) {
            throw new Refusal(ExitCode.USAGE, "--from-hour is from 0 to 23");
        }
        FacilityPlan plan = plan();
        Question question = question(plan, served(plan));
        RunControl control = new RunControl();
        Signals.listen(() -> Runtime.getRuntime().halt(ExitCode.STOPPED_AT_ONCE))
                .asked()
                .thenRun(control::cancel);
        try (RunProgress progress = RunProgress.on(spec.commandLine().getErr(), control)) {
            return told(Answering.answer(question, control));
        }
    }

    private Question question(FacilityPlan plan, Served served) throws IOException {
        var given = new Identities.Given(PlanSource.name(file), PlanSource.text(file), plan);
        var version = Optional.ofNullable(Wattmill.class.getPackage().getImplementationVersion());
        var stamp =
                new Identities.Stamp(
                        version.orElse("unreleased"),
                        Clock.system().nowUs(),
                        List.of("./wattmill " + String.join(" ", words())));
        return new Question(
                Identities.of(given, served, options(), stamp),
                plan,
                served.loads(),
                options(),
                Fidelity.KEPT);
    }

    /** The command line, so that a shell reads it as it was. */
    private List<String> words() {
        return spec.root().commandLine().getParseResult().originalArgs().stream()
                .map(word -> word.matches("[\\w./:=,@%+-]+") ? word : "'" + word + "'")
                .toList();
    }

    private int told(Answering.Outcome outcome) throws IOException {
        PrintWriter screen = spec.commandLine().getOut();
        return switch (outcome) {
            case Answering.Outcome.Refused(var reasons) -> {
                screen.print(SiteText.of(new SiteOutcome.Refused(reasons)));
                screen.flush();
                yield ExitCode.PLAN_FAILS;
            }
            case Answering.Outcome.Answered(PlanAnswer answer, Optional<SiteRun> run) -> {
                screen.print(AnswerText.head(answer));
                screen.println();
                run.map(SiteOutcome.Ran::new).map(SiteText::of).ifPresent(screen::print);
                screen.flush();
                write(answer);
                yield run.map(SiteRun::whole).orElse(true)
                        ? ExitCode.OK
                        : ExitCode.REPLAY_INCOMPLETE;
            }
        };
    }

    private void write(PlanAnswer answer) throws IOException {
        if (out.isPresent()) {
            Files.write(out.get(), AnswerJson.bytes(answer));
        }
        if (html.isPresent()) {
            Files.writeString(html.get(), AnswerPage.of(answer));
        }
        if (markdown.isPresent()) {
            Files.writeString(markdown.get(), AnswerNote.of(answer, false));
        }
    }

    private SiteOptions options() {
        SiteOptions usual = SiteOptions.USUAL;
        RouterSettings router = usual.router();
        return new SiteOptions(
                LongStream.range(seed, seed + seeds).boxed().toList(),
                threads,
                speed,
                new RouterSettings(
                        policy,
                        router.tiePpm(),
                        router.expectedOutputTokens(),
                        seed,
                        router.maxInFlight(),
                        router.reportPeriod(),
                        router.progressPeriod()),
                usual.bin(),
                brief ? 0 : usual.trialRequests(),
                !brief,
                new RunLimits(
                        (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE),
                        Duration.ofMinutes(minutes).toSeconds()));
    }

    private FacilityPlan plan() throws IOException {
        return switch (PlanSource.read(file)) {
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

    private Served served(FacilityPlan plan) throws IOException {
        if (load.trace.isPresent()) {
            Trace trace = trace(load.trace.get());
            return new Served(trace.name(), List.of(SiteLoad.recorded(deployment(plan), trace)));
        }
        if (load.count > 0) {
            refuseTooMany();
            int count = Math.min(load.count, limit);
            return new Served(
                    "conversation",
                    List.of(
                            new SiteLoad(
                                    deployment(plan),
                                    one ->
                                            GeneratedTrace.of(
                                                    one, count, TraceShape.conversation()))));
        }
        return planned(plan);
    }

    /** Before they are made up: they would not fit in memory. */
    private void refuseTooMany() {
        var work = new RunLimits.Work(Math.min(load.count, limit), 0, 0, 0, seeds, threads);
        options()
                .limits()
                .check(work)
                .ifPresent(
                        much -> {
                            throw new Refusal(ExitCode.USAGE, much.problem() + "; " + much.fix());
                        });
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

    private Served planned(FacilityPlan plan) {
        List<Workload> wanted =
                plan.workloads().stream()
                        .filter(one -> model.isEmpty() || model.get().equals(one.model()))
                        .toList();
        if (wanted.isEmpty()) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "the plan names no workload"
                            + model.map(id -> " for " + id).orElse("")
                            + "; give it one (workloads:), or --trace FILE, or --generate N");
        }
        Path folder = PlanSource.folder(file);
        List<SiteLoad> loads = new ArrayList<>();
        for (Workload one : wanted) {
            switch (PlannedLoads.of(one, folder, limit)) {
                case PlannedLoads.Outcome.Loaded(SiteLoad loaded) -> loads.add(loaded);
                case PlannedLoads.Outcome.Refused(String id, List<String> problems) ->
                        throw new Refusal(
                                ExitCode.USAGE,
                                "workload " + id + ":\n" + String.join("\n", problems));
            }
        }
        var names = wanted.stream().map(Workload::id).collect(Collectors.joining(", "));
        return new Served("the plan's workloads: " + names, loads);
    }

    private TraceSource from(TraceSource source) {
        return source instanceof TraceSource.ServeGen day
                ? new TraceSource.ServeGen(
                        day.folder(),
                        day.seed(),
                        fromHour * SECONDS_PER_HOUR,
                        day.scale(),
                        day.limits())
                : source;
    }

    private Trace trace(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + path + "; check the path");
        }
        var source =
                PlannedLoads.source(format, path, seed)
                        .map(this::from)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ExitCode.USAGE,
                                                "--format is one of " + PlannedLoads.formats()));
        return switch (source.load(limit)) {
            case TraceReading.Accepted(Trace trace) -> trace;
            case TraceReading.Refused(List<TraceProblem> problems) ->
                    throw new Refusal(
                            ExitCode.USAGE,
                            "the trace cannot be read as "
                                    + format
                                    + "; see --format:\n"
                                    + problems.stream()
                                            .map(TraceProblem::toString)
                                            .collect(Collectors.joining("\n")));
        };
    }
}
