// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
import io.wattmill.kit.testing.Await;
import io.wattmill.standalone.rehearsal.Stage;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * What an agent costs the host that it stands on: its start, its share of a core and its memory, as
 * {@code ./wattmill agent run} starts it, with live gRPC links. docs/BENCHMARKS.md, "Agent".
 */
@Command(name = "agent-cost", mixinStandardHelpOptions = true, sortOptions = false)
final class AgentCost implements Callable<Integer> {
    private static final int LOOK_MS = 2;
    private static final long START_LIMIT_SECONDS = 300;

    @Parameters(index = "0", description = "The launcher.")
    private Path launcher = Path.of("wattmill");

    @Parameters(index = "1", description = "An empty folder for settings and logs.")
    private Path folder = Path.of(".");

    @Option(names = "--gpus", description = "Devices of the node.")
    private int gpus = 8;

    @Option(names = "--period", description = "Between two looks at them, milliseconds.")
    private int periodMs = 100;

    @Option(names = "--starts", description = "Starts that are timed.")
    private int starts = 5;

    @Option(names = "--settle", description = "Seconds before it is measured.")
    private int settle = 60;

    @Option(names = "--seconds", description = "Seconds for which it is measured.")
    private int seconds = 60;

    @Option(
            names = "--set",
            description =
                    "A variable of the agent, for example"
                            + " WATTMILL_AGENT_DEVICES_SOURCE=nvml; again for each.")
    private Map<String, String> settings = new HashMap<>();

    private final Vertx vertx = Vertx.vertx();

    private AgentCost() {}

    public static void main(String[] words) {
        System.exit(
                new CommandLine(new AgentCost()).setOverwrittenOptionsAllowed(true).execute(words));
    }

    @Override
    public Integer call() throws Exception {
        var stage = new Stage(vertx, DensePages.of(gpus));
        Await.await(stage.open());
        Files.writeString(settingsFile(), yaml(stage));
        var line =
                List.of(
                        launcher.toAbsolutePath().toString(),
                        "agent",
                        "run",
                        "--config",
                        settingsFile().toString());
        try (var first = start(line)) {
            first.ready();
        }
        List<Double> whole = times(line);
        List<Double> machine = times(commandOf(line));
        measure(line, Medians.of(whole), Medians.of(machine));
        return 0;
    }

    private Path settingsFile() {
        return folder.resolve("agent.yaml").toAbsolutePath();
    }

    private Path readyFile() {
        return folder.resolve("ready.json").toAbsolutePath();
    }

    private String yaml(Stage stage) {
        return """
        process: {ops: {port: 0}}
        peers: {router: "127.0.0.1:%1$d", billing: "127.0.0.1:%1$d"}
        agent:
          node-id: measured
          devices: {dcgm-url: "%2$s/dcgm"}
          engines: [{id: measured, url: "%2$s"}]
          sampling: {device-period: %3$dms}
        """
                .formatted(stage.grpcPort(), stage.host(), periodMs);
    }

    /** An agent that may still be starting. */
    private final class Started implements AutoCloseable {
        private final Process process;
        private final long beganNanos = System.nanoTime();

        Started(Process process) {
            this.process = process;
        }

        /** Waits until it serves; milliseconds from its start. */
        double ready() throws IOException, InterruptedException {
            while (!Files.exists(readyFile())) {
                boolean ended = process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS);
                long took = System.nanoTime() - beganNanos;
                if (ended || took > TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS)) {
                    throw new IOException("no agent; see " + folder.resolve("agent.log"));
                }
            }
            return (System.nanoTime() - beganNanos) / 1e6;
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }

    private Started start(List<String> line) throws IOException {
        Files.deleteIfExists(readyFile());
        var words = new ArrayList<>(line);
        if (!words.contains("--ready-file")) {
            words.addAll(List.of("--ready-file", readyFile().toString()));
        }
        var builder = new ProcessBuilder(words);
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("agent.log").toFile());
        builder.environment().putAll(settings);
        return new Started(builder.start());
    }

    private List<Double> times(List<String> line) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            try (var agent = start(line)) {
                times.add(agent.ready());
            }
        }
        return times;
    }

    /** What the launcher becomes: the JVM's own command line. */
    private List<String> commandOf(List<String> line) throws Exception {
        try (var agent = start(line)) {
            agent.ready();
            return List.of(Files.readString(proc(agent, "cmdline")).split("\0"));
        }
    }

    private void measure(List<String> line, double wholeMs, double machineMs) throws Exception {
        try (var agent = start(line)) {
            agent.ready();
            var handle = agent.process.toHandle();
            TimeUnit.SECONDS.sleep(settle);
            var cpu = new CpuTime(handle);
            long before = cpu.micros();
            TimeUnit.SECONDS.sleep(seconds);
            double share = (cpu.micros() - before) / (seconds * 1e4);
            System.out.printf(
                    Locale.ROOT,
                    "| GPUs | looks/s | ready ms, launcher and JVM | JVM alone | share of a core |"
                            + " PSS MB | threads |%n|---|---|---|---|---|---|---|%n"
                            + "| %d | %.0f | %.0f | %.0f | %.2f %% | %.0f | %d |%n",
                    gpus,
                    1e3 / periodMs,
                    wholeMs,
                    machineMs,
                    share,
                    new Memory(handle).pssKb() / 1024.0,
                    threads(agent));
            System.out.printf(
                    "%nMedians of %d starts; %d s after %d s; %s; %d processors.%n",
                    starts,
                    seconds,
                    settle,
                    settings.isEmpty() ? "devices by a DCGM page" : settings.toString(),
                    Runtime.getRuntime().availableProcessors());
        }
    }

    private static Path proc(Started agent, String name) {
        return Path.of("/proc", Long.toString(agent.process.pid()), name);
    }

    private static long threads(Started agent) throws IOException {
        try (var tasks = Files.list(proc(agent, "task"))) {
            return tasks.count();
        }
    }
}
