// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.kit.time.Clock;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.assemble.Answering;
import io.wattmill.twin.assemble.Answering.Question;
import io.wattmill.twin.assemble.Fidelity;
import io.wattmill.twin.assemble.Identities;
import io.wattmill.twin.assemble.Identities.Served;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.report.AnswerText;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.run.RunLimits;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.simulate.site.SiteOutcome;
import io.wattmill.twin.simulate.site.SiteRun;
import io.wattmill.twin.simulate.site.SiteText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

/** `wattmill plan run PLAN`: a load on the planned fleet, placed by the router's own code. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Answers whether a plan will work: its rules, a load on its fleet (its own workloads, a"
                    + " trace, or made-up requests), its building's year, money and availability.",
            "Ctrl-C ends it within a second and tells what it has so far; the exit code is 130"
                    + " then."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill plan run hall.yaml --out hall.json --html hall.html",
            "  ./wattmill plan run hall.yaml --model chat-small --trace conversation_trace.jsonl",
            "  ./wattmill plan run hall.yaml --model chat-small --trace deepseek-r1 --format"
                    + " servegen --limit 20000",
            "  ./wattmill plan run hall.yaml --model chat-small --generate 2000 --seeds 5"
                    + " --threads 4",
            "  ./wattmill plan run hall.yaml --model chat-small --record 24h"
        })
final class PlanRunCommand implements Callable<Integer> {
    /** Of the heap: the rest is for what is not counted. */
    private static final double HEAP_SHARE = 0.7;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PLAN", description = "A file, YAML, or a reference plan's name.")
    private String file = "";

    @Mixin private PlanLoadOptions load = new PlanLoadOptions();
    @Mixin private PlanOutputOptions output = new PlanOutputOptions();

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

    @Option(names = "--speed", paramLabel = "X", description = "So many times faster.")
    private double speed = 1;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "At most so many minutes of a core (default: ${DEFAULT-VALUE}).")
    private int minutes = 60;

    @Option(
            names = "--brief",
            description = "Only the load: neither what binds, nor throughput against latency.")
    private boolean brief;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        RunControl control = new RunControl();
        var cancelling = Cancelling.listen(control, spec.commandLine().getOut());
        FacilityPlan plan = PlanSource.plan(file);
        refuseTooMany();
        Question question = question(plan, load.served(plan, file));
        try (RunProgress progress = RunProgress.on(spec.commandLine().getErr(), control)) {
            var outcome = Answering.answer(question, control, cancelling::simulated);
            return cancelling.mayTell() ? told(outcome, control) : ExitCode.CANCELLED;
        } catch (IllegalArgumentException e) {
            // Of what was cancelled so early that nothing was served there are no figures.
            if (!control.isCancelled()) {
                throw e;
            }
            return cancelling.tellNothing();
        }
    }

    private void check() {
        load.check();
        if (!(speed > 0) || seeds < 1 || threads < 1 || minutes < 1) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "--seeds, --threads and --minutes are at least 1 and --speed above 0");
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

    private int told(Answering.Outcome outcome, RunControl control) throws IOException {
        PrintWriter screen = spec.commandLine().getOut();
        boolean cancelled = control.isCancelled();
        if (cancelled) {
            screen.print(Cancelling.mark(control.progress()));
        }
        return switch (outcome) {
            case Answering.Outcome.Refused(var reasons) -> {
                screen.print(SiteText.of(new SiteOutcome.Refused(reasons)));
                screen.flush();
                yield cancelled ? ExitCode.CANCELLED : ExitCode.PLAN_FAILS;
            }
            case Answering.Outcome.Answered(PlanAnswer answer, Optional<SiteRun> run) -> {
                screen.print(AnswerText.head(answer));
                screen.println();
                run.map(SiteOutcome.Ran::new).map(SiteText::of).ifPresent(screen::print);
                screen.flush();
                output.write(answer);
                yield exitCode(cancelled, run);
            }
        };
    }

    private static int exitCode(boolean cancelled, Optional<SiteRun> run) {
        if (cancelled) {
            return ExitCode.CANCELLED;
        }
        return run.map(SiteRun::whole).orElse(true) ? ExitCode.OK : ExitCode.REPLAY_INCOMPLETE;
    }

    private SiteOptions options() {
        SiteOptions usual = SiteOptions.USUAL;
        return new SiteOptions(
                LongStream.range(seed, seed + seeds).boxed().toList(),
                threads,
                speed,
                usual.router().choosing(policy).seeded(seed),
                usual.bin(),
                brief ? 0 : usual.trialRequests(),
                !brief,
                new RunLimits(
                        (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE),
                        Duration.ofMinutes(minutes).toSeconds()));
    }

    /** Before they are made up: they would not fit in memory. */
    private void refuseTooMany() {
        var work = new RunLimits.Work(load.generated(), 0, 0, 0, seeds, threads);
        options()
                .limits()
                .check(work)
                .ifPresent(
                        much -> {
                            throw new Refusal(ExitCode.USAGE, much.problem() + "; " + much.fix());
                        });
    }
}
