// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.standalone.host.Signals;
import io.wattmill.twin.evaluate.Capacity;
import io.wattmill.twin.evaluate.Evaluation;
import io.wattmill.twin.evaluate.EvaluationJson;
import io.wattmill.twin.evaluate.EvaluationReport;
import io.wattmill.twin.evaluate.EvaluationText;
import io.wattmill.twin.evaluate.FleetReader;
import io.wattmill.twin.evaluate.FleetReading;
import io.wattmill.twin.evaluate.FleetSpec;
import io.wattmill.twin.evaluate.Prices;
import io.wattmill.twin.evaluate.Question;
import io.wattmill.twin.evaluate.Watts;
import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** `wattmill route-eval`: placement policies side by side on a simulated fleet. */
@Command(
        name = "route-eval",
        mixinStandardHelpOptions = true,
        description = {
            "Plays a trace to a simulated fleet once for each policy and seed, placed by the"
                    + " router's own code, and shows side by side latency, goodput, prefix hits,"
                    + " joules and cost. docs/ROUTING.md says how, and what came out.",
            "Ctrl-C ends it; policies that were through are told."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill route-eval --trace conversation_trace.jsonl --format mooncake --policy"
                    + " all --load 0.6 --out report.json",
            "  ./wattmill route-eval --trace deepseek-r1 --format servegen --policy"
                    + " balanced,kv-cost,weighted --load 0.3 --seeds 5",
            "  ./wattmill route-eval --trace AzureLLMInferenceTrace_conv.csv --format azure --nodes"
                    + " fleet.yaml --policy balanced,latency --load 0.9 --slo ttft=1s,tpot=25ms",
            "",
            "fleet.yaml:",
            "  nodes:",
            "    - {count: 4, gpu: h100-sxm, model: llama-3.1-70b, tp: 4}",
            "    - {count: 4, gpu: h200-sxm, model: llama-3.1-70b, tp: 4}"
        })
final class RouteEvalCommand implements Callable<Integer> {
    private static final String RECORDING = "recording";

    /** Requests read for each that a seed plays, so that seeds play different ones. */
    private static final int READ_PER_PLAYED = 8;

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
            description = "Each plays another section of the trace (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many requests for each seed (default: ${DEFAULT-VALUE}).")
    private int limit = 3_000;

    @Option(
            names = "--slo",
            paramLabel = "ttft=T,tpot=T",
            description = "What good answers keep to (default: ${DEFAULT-VALUE}).")
    private String slo = "ttft=2s,tpot=50ms";

    @Option(
            names = "--idle-watts",
            paramLabel = "W",
            description =
                    "Of an H100 with a model loaded; others in proportion to TDP (default:"
                            + " ${DEFAULT-VALUE}).")
    private double idleWatts = Watts.CATALOGUE_IDLE;

    @Option(
            names = "--host-watts",
            paramLabel = "W",
            description = "Of the hosts, for each GPU; joules and cost then include them.")
    private double hostWatts;

    @Option(
            names = "--usd-per-kwh",
            paramLabel = "P",
            description = "Price of energy (default: ${DEFAULT-VALUE}).")
    private BigDecimal perKilowattHour = Prices.USUAL.perKilowattHour();

    @Option(
            names = "--usd-per-gpu-hour",
            paramLabel = "P",
            description = "Price of a GPU, used or not (default: ${DEFAULT-VALUE}).")
    private BigDecimal perGpuHour = Prices.USUAL.perGpuHour();

    @Option(names = "--threads", paramLabel = "N", description = "Runs at once; default: cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "report.json", description = "The report as JSON.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (!(load > 0) || limit < 1 || seeds < 1 || threads < 1) {
            throw usage("--load is above 0; --limit, --seeds and --threads are at least 1");
        }
        Question question = question();
        RunControl control = new RunControl();
        Signals.listen(() -> Runtime.getRuntime().halt(ExitCode.STOPPED_AT_ONCE))
                .asked()
                .thenRun(control::cancel);
        var evaluation = new Evaluation(question, read(), System::nanoTime, control);
        try (RunProgress progress = RunProgress.on(spec.commandLine().getErr(), control)) {
            return told(evaluation.at(load, capacity(evaluation)));
        } catch (Evaluation.Cancelled e) {
            throw new Refusal(ExitCode.REPLAY_INCOMPLETE, "ended before any policy was through");
        }
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
        return report.whole() ? ExitCode.OK : ExitCode.REPLAY_INCOMPLETE;
    }

    private Question question() throws IOException {
        try {
            return new Question(
                    fleet(),
                    modes(),
                    promised(),
                    LongStream.rangeClosed(1, seeds).boxed().toList(),
                    limit,
                    new Watts(idleWatts, hostWatts),
                    Prices.of(perKilowattHour, perGpuHour),
                    threads);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private FleetSpec fleet() throws IOException {
        if (nodes.isEmpty()) {
            return FleetSpec.USUAL;
        }
        Path file = readable(nodes.get());
        return switch (FleetReader.read(Files.readString(file))) {
            case FleetReading.Understood(FleetSpec fleet) -> fleet;
            case FleetReading.Refused(List<String> problems) ->
                    throw usage(file + " is no fleet:\n" + String.join("\n", problems));
        };
    }

    private List<PlacementMode> modes() {
        if (policies.equals(List.of("all"))) {
            return List.of(PlacementMode.values());
        }
        return policies.stream().map(this::mode).distinct().toList();
    }

    private PlacementMode mode(String name) {
        return Arrays.stream(PlacementMode.values())
                .filter(mode -> mode.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                usage(
                                        "there is no policy '"
                                                + name
                                                + "'; all, or some of "
                                                + labels()));
    }

    private static String labels() {
        return Arrays.stream(PlacementMode.values())
                .map(PlacementMode::label)
                .collect(Collectors.joining(", "));
    }

    private Slo promised() {
        return SloOption.parse(slo)
                .orElseThrow(() -> usage("--slo is like ttft=2s,tpot=50ms, not " + slo));
    }

    private Trace read() throws IOException {
        String known = format.toLowerCase(Locale.ROOT).equals(RECORDING) ? "wattmill" : format;
        TraceSource source =
                PlannedLoads.source(known, readable(trace), ReadLimits.USUAL)
                        .orElseThrow(
                                () ->
                                        usage(
                                                "--format is mooncake, azure, servegen, agents or"
                                                        + " recording"));
        int wanted = (int) Math.min(Integer.MAX_VALUE, (long) limit * READ_PER_PLAYED);
        return switch (source.load(wanted)) {
            case TraceReading.Accepted(Trace accepted) -> accepted;
            case TraceReading.Refused(var problems) ->
                    throw usage(
                            "the trace cannot be read as "
                                    + format
                                    + "; see --format:\n"
                                    + problems.stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining("\n")));
        };
    }

    private static Path readable(Path path) {
        if (!Files.isReadable(path)) {
            throw usage("cannot read " + path + "; check the path");
        }
        return path;
    }

    private static Refusal usage(String message) {
        return new Refusal(ExitCode.USAGE, message);
    }
}
