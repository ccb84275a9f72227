// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wattmill.kit.config.Configuration;
import io.wattmill.standalone.host.Signals;
import io.wattmill.twin.replay.Replay;
import io.wattmill.twin.replay.ReplayOptions;
import io.wattmill.twin.replay.ReplayOptions.Outputs;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.Progress;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.ReportText;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.source.TraceSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill replay`: a trace against any OpenAI-compatible URL, open loop. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Sends the requests of a trace at their own times, whatever became of those before,"
                        + " and reports throughput, latency from the scheduled times, goodput,"
                        + " errors, joules and cost. Ctrl-C ends it with a report.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill replay --trace conversation_trace.jsonl --format mooncake --url"
                    + " http://127.0.0.1:8080 --key \"$KEY\" --limit 1000 --speed 4",
            "  ./wattmill replay --format generated --seed 7 --limit 500 --url"
                    + " http://127.0.0.1:8080 --key \"$KEY\" --acks acks.txt --out report.json"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final int ALL = Integer.MAX_VALUE;

    /** What the trace is written in. */
    enum Format {
        mooncake,
        azure,
        /** What `wattmill record export` gives. */
        wattmill,
        /** Made up from the seed, in the shape of Mooncake's conversations. */
        generated
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--trace", paramLabel = "F", description = "The trace, a file.")
    private Optional<Path> trace = Optional.empty();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description =
                    "${COMPLETION-CANDIDATES}; generated needs no file: it is made up from --seed.")
    private Format format = Format.generated;

    @Option(names = "--url", required = true, paramLabel = "U", description = "The server.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--key", paramLabel = "K", description = "Bearer token.")
    private String key = "";

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "Its name at the server (default: ${DEFAULT-VALUE}).")
    private String model = "llama-3.1-8b";

    @Option(
            names = "--header",
            paramLabel = "x-NAME=VALUE",
            description =
                    "Sent with each request, for example x-wattmill-agent=triage or"
                            + " x-wattmill-tier=flex. May be given more than once.")
    private Map<String, String> headers = Map.of();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N requests.")
    private int limit = ALL;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Times faster than recorded (default: ${DEFAULT-VALUE}).")
    private double speed = 1;

    @Option(names = "--out", paramLabel = "report.json", description = "The report as JSON.")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--acks",
            paramLabel = "F",
            description = "Request ids, appended as soon as a response was received in full.")
    private Optional<Path> acks = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "Of the prompts' text: another one finds no cached prefix (default:"
                            + " ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--slo-ttft-ms",
            paramLabel = "MS",
            description = "Longest good time to first token (default: ${DEFAULT-VALUE}).")
    private long sloTtftMs = 2_000;

    @Option(
            names = "--slo-tpot-ms",
            paramLabel = "MS",
            description = "Longest good time per output token (default: ${DEFAULT-VALUE}).")
    private long sloTpotMs = 100;

    @Option(
            names = "--natural-end",
            description =
                    "Do not ask for the recorded lengths (ignore_eos): hosted APIs refuse the"
                            + " field.")
    private boolean naturalEnd;

    @Option(names = "--allow-remote", description = "Load on another machine is meant.")
    private boolean allowRemote;

    @Override
    public Integer call() {
        var options = options();
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        try {
            var replay = Replay.begin(vertx, options, this::progress);
            Signals.listen(() -> Runtime.getRuntime().halt(ExitCode.STOPPED_AT_ONCE))
                    .asked()
                    .thenRun(replay::stop);
            return told(replay.report().await());
        } finally {
            vertx.close().await();
        }
    }

    private Integer told(RunReport finished) {
        var out = spec.commandLine().getOut();
        out.print(ReportText.of(finished));
        out.flush();
        var requests = finished.requests();
        return requests.completed() == requests.scheduled()
                ? ExitCode.OK
                : ExitCode.REPLAY_INCOMPLETE;
    }

    private void progress(Progress progress) {
        var err = spec.commandLine().getErr();
        err.println(progress.line());
        err.flush();
    }

    private ReplayOptions options() {
        try {
            return new ReplayOptions(
                    new ChatTarget(url, key, model, !naturalEnd, allowRemote, headers),
                    source(),
                    limit,
                    speed,
                    seed,
                    new Slo(sloTtftMs * MICROS_PER_MILLI, sloTpotMs * MICROS_PER_MILLI),
                    new Outputs(report, acks),
                    Configuration.defaults(ReplayConfig.class));
        } catch (IllegalArgumentException e) {
            throw new Refusal(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private TraceSource source() {
        return switch (format) {
            case mooncake -> TraceSource.Recorded.of(file(), TraceFormat.MOONCAKE);
            case azure -> TraceSource.Recorded.of(file(), TraceFormat.AZURE);
            case wattmill -> TraceSource.Recorded.of(file(), TraceFormat.WATTMILL);
            case generated -> generated();
        };
    }

    private Path file() {
        return trace.orElseThrow(
                () -> new Refusal(ExitCode.USAGE, "--format " + format + " needs --trace F"));
    }

    private TraceSource generated() {
        if (limit == ALL) {
            throw new Refusal(ExitCode.USAGE, "a generated trace has no end; add --limit N");
        }
        return new TraceSource.Generated(seed, limit, TraceShape.conversation());
    }
}
