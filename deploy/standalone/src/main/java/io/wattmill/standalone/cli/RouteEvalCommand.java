// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.router.placement.Slo;
import io.wattmill.standalone.host.Signals;
import io.wattmill.twin.evaluate.Capacity;
import io.wattmill.twin.evaluate.Evaluation;
import io.wattmill.twin.evaluate.EvaluationJson;
import io.wattmill.twin.evaluate.EvaluationReport;
import io.wattmill.twin.evaluate.EvaluationText;
import io.wattmill.twin.evaluate.FleetSpec;
import io.wattmill.twin.evaluate.Question;
import io.wattmill.twin.simulate.place.RouterSettings.Answers;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.run.RunLimits;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

/** `wattmill route-eval`: placement policies side by side on a simulated fleet. */
@Command(
        name = "route-eval",
        mixinStandardHelpOptions = true,
        description = {
            "Plays a trace to a simulated fleet once for each policy and seed, placed by the"
                    + " router's own code, and shows side by side latency, goodput, prefix hits,"
                    + " joules and cost. docs/ROUTING.md says how, and what came out.",
            "Ctrl-C ends it with exit code 130; policies that were through are told."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill route-eval --trace conversation_trace.jsonl --format mooncake --policy"
                    + " all --load 0.6 --out report.json",
            "  ./wattmill route-eval --trace deepseek-r1 --format servegen --policy"
                    + " balanced,kv-cost,weighted --load 0.3 --seeds 1",
            "  ./wattmill route-eval --trace AzureLLMInferenceTrace_conv.csv --format azure --nodes"
                    + " fleet.yaml --policy balanced,latency --load 0.9 --slo ttft=1s,tpot=25ms",
            "",
            "fleet.yaml:",
            "  nodes:",
            "    - {count: 4, gpu: h100-sxm, model: llama-3.1-70b, tp: 4}",
            "    - {count: 4, gpu: h200-sxm, model: llama-3.1-70b, tp: 4}"
        })
final class RouteEvalCommand implements Callable<Integer> {
    private static final double HEAP_SHARE = 0.6;
    private static final int MOST_SEEDS = 1_000;
    private static final int SECONDS_PER_MINUTE = 60;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--trace", required = true, paramLabel = "F", description = "The trace.")
    private Path trace = Path.of("");

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description =
                    "mooncake, azure, servegen (a folder), agents (a file or a folder) or recording"
                            + " (what wattmill record export gives).")
    private String format = "";

    @Option(
            names = "--nodes",
            paramLabel = "spec.yaml",
            description = "The fleet (default: 8 nodes of one H100 with llama-3.1-8b).")
    private Optional<Path> nodes = Optional.empty();

    @Option(
            names = "--policy",
            required = true,
            split = ",",
            paramLabel = "A,B",
            description = "all, or some of: round-robin, random, least-request, ... by name.")
    private List<String> policies = List.of();

    @Option(
            names = "--load",
            required = true,
            paramLabel = "X",
            description = "Share of the fleet's capacity within the SLO, for example 0.6.")
    private double load = 1;

    @Option(
            names = "--capacity",
            paramLabel = "RATE",
            description = "That capacity, requests/s; without it, it is found first.")
    private Optional<Double> capacity = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Each has another section of the trace, other shifts of its arrivals and other"
                            + " dice (default: ${DEFAULT-VALUE}).")
    private int seeds = 5;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many requests for each seed (default: ${DEFAULT-VALUE}).")
    private int limit = 12_000;

    @Option(
            names = "--answers",
            paramLabel = "WHAT",
            description =
                    "What the router is told of an answer's length: learned (nothing: clients set"
                            + " no bound) or bounded (exactly; default: ${DEFAULT-VALUE}).")
    private Answers answers = Answers.LEARNED;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Refuse what would take longer by estimate (default: ${DEFAULT-VALUE}).")
    private int minutes = 60;

    @Option(
            names = "--slo",
            paramLabel = "ttft=T,tpot=T",
            description = "What good answers keep to (default: ${DEFAULT-VALUE}).")
    private String slo = "ttft=2s,tpot=50ms";

    @Mixin private RouteEvalCosts costs = new RouteEvalCosts();

    @Option(names = "--threads", paramLabel = "N", description = "Runs at once; default: cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "report.json", description = "The report as JSON.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (!(load > 0) || Math.min(Math.min(limit, seeds), Math.min(threads, minutes)) < 1) {
            throw usage(
                    "--load is above 0; --limit, --seeds, --threads and --minutes are at least 1");
        }
        if (seeds > MOST_SEEDS) {
            throw usage("--seeds is at most " + MOST_SEEDS);
        }
        Question question = question();
        RunControl control = new RunControl();
        Signals.listen(() -> Runtime.getRuntime().halt(ExitCode.STOPPED_AT_ONCE))
                .asked()
                .thenRun(control::cancel);
        var evaluation =
                new Evaluation(
                        question,
                        RouteEvalInputs.traces(format, trace, limit),
                        System::nanoTime,
                        control);
        refuseTooMuch(evaluation.work(capacity.isEmpty()));
        try (RunProgress progress = RunProgress.on(spec.commandLine().getErr(), control)) {
            return told(evaluation.at(load, capacity(evaluation)));
        } catch (Evaluation.Cancelled e) {
            throw new Refusal(ExitCode.CANCELLED, "ended before any policy was through");
        }
    }

    private void refuseTooMuch(RunLimits.Work work) {
        var bounds =
                new RunLimits(
                        (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE),
                        (double) minutes * threads * SECONDS_PER_MINUTE);
        bounds.check(work)
                .ifPresent(
                        much -> {
                            throw usage(
                                    much.problem()
                                            + "; fewer of --limit, --seeds or --policy, or more"
                                            + " memory (-Xmx) and --minutes");
                        });
    }

    private Capacity capacity(Evaluation evaluation) {
        try {
            return capacity.map(evaluation::given).orElseGet(evaluation::capacity);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private int told(EvaluationReport report) throws IOException {
        PrintWriter screen = spec.commandLine().getOut();
        screen.print(EvaluationText.of(report));
        screen.flush();
        if (out.isPresent()) {
            var version = Wattmill.class.getPackage().getImplementationVersion();
            String known = Optional.ofNullable(version).orElse("unreleased");
            Files.writeString(out.get(), EvaluationJson.of(report, known));
        }
        if (!report.whole()) {
            int all = report.question().policies().size();
            String through = report.policies().size() + " of " + all + " policies were through";
            throw new Refusal(ExitCode.CANCELLED, "ended when " + through);
        }
        return ExitCode.OK;
    }

    private Question question() throws IOException {
        try {
            return new Question(
                    nodes.isEmpty() ? FleetSpec.USUAL : RouteEvalInputs.fleet(nodes.get()),
                    RouteEvalInputs.policies(policies),
                    promised(),
                    LongStream.rangeClosed(1, seeds).boxed().toList(),
                    limit,
                    answers,
                    costs.watts(),
                    costs.prices(),
                    threads);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Slo promised() {
        return SloOption.parse(slo)
                .orElseThrow(() -> usage("--slo is like ttft=2s,tpot=50ms, not " + slo));
    }

    private static Refusal usage(String message) {
        return new Refusal(ExitCode.USAGE, message);
    }
}
