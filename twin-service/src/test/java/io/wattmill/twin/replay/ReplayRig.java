// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.twin.replay.ReplayOptions.Outputs;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the tests of a replay share: traces in files, options, what they read back. */
final class ReplayRig {

    static final long MS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final ReplayConfig config = Configuration.defaults(ReplayConfig.class);
    private final Path folder;

    ReplayRig(Path folder) {
        this.folder = folder;
    }

    Vertx vertx() {
        return vertx;
    }

    ReplayConfig config() {
        return config;
    }

    Path folder() {
        return folder;
    }

    void close() {
        Await.await(vertx.close());
    }

    String refusal(ReplayOptions options) {
        Throwable thrown =
                assertThrows(
                        Throwable.class,
                        () -> Await.await(Replay.run(vertx, options, ProgressListener.NONE)));
        return String.valueOf(assertInstanceOf(ReplayRefused.class, thrown).getMessage());
    }

    Future<RunReport> run(ScriptedServer server, TraceSource trace, ReplayConfig with) {
        return run(server.url(), trace, with);
    }

    Future<RunReport> run(URI url, TraceSource trace, ReplayConfig with) {
        return Replay.run(vertx, options(url, trace, with), ProgressListener.NONE);
    }

    ReplayOptions acked(ScriptedServer server, Path acks, int requests) {
        Outputs outputs = new Outputs(Optional.empty(), Optional.of(acks));
        return options(server.url(), trace(requests, 20), config, outputs);
    }

    ReplayOptions options(URI url, TraceSource trace, ReplayConfig with) {
        return options(url, trace, with, Outputs.NONE);
    }

    ReplayOptions options(URI url, TraceSource trace, ReplayConfig with, Outputs outputs) {
        Map<String, String> headers = Map.of("x-wattmill-agent", "retriever");
        ChatTarget target = new ChatTarget(url, "key-1", "llama-3.1-8b", true, false, headers);
        Slo slo = new Slo(500 * MS, 40 * MS);
        return new ReplayOptions(target, trace, 10_000, 1, 0, slo, outputs, with);
    }

    /** Requests of 600 tokens in and 5 out, one every {@code gapMs}. */
    TraceSource trace(int count, int gapMs) {
        try {
            return recorded(
                    IntStream.range(0, count)
                            .mapToObj(i -> row(i * gapMs, 600, 5, "[0, " + (i + 1) + "]"))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TraceSource recorded(List<String> rows) throws IOException {
        Path file = Files.createTempFile(folder, "trace", ".jsonl");
        return TraceSource.Recorded.of(Files.write(file, rows), TraceFormat.MOONCAKE);
    }

    static String row(int timestampMs, int input, int output, String ids) {
        return "{\"timestamp\":%d,\"input_length\":%d,\"output_length\":%d,\"hash_ids\":%s}"
                .formatted(timestampMs, input, output, ids);
    }

    static Map<String, Long> errors(RunReport report) {
        return report.errors().stream()
                .collect(
                        Collectors.toMap(
                                error -> error.error().label(), RunReport.ErrorCount::count));
    }

    static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI closedPort() {
        var server =
                Await.await(
                        vertx.createHttpServer().requestHandler(_ -> {}).listen(0, "127.0.0.1"));
        URI url = URI.create("http://127.0.0.1:" + server.actualPort());
        Await.await(server.close());
        return url;
    }

    /** The defaults but for some settings: names and values in turn. */
    static ReplayConfig with(String... settings) {
        StringBuilder yaml = new StringBuilder("replay:\n");
        for (int i = 0; i < settings.length; i += 2) {
            yaml.append("  ").append(settings[i]).append(": ").append(settings[i + 1]).append('\n');
        }
        return Configuration.parse(yaml.toString(), Map.of()).section("replay", ReplayConfig.class);
    }
}
