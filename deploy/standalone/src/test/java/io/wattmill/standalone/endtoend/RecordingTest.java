// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.standalone.cli.Wattmill;
import io.wattmill.twin.replay.Replay;
import io.wattmill.twin.replay.ReplayOptions;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.prompt.PromptText;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceCensus;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** From requests that a suite served to a trace that it, and a plan, are asked to serve again. */
@ExtendWith(SharedSuite.class)
class RecordingTest {

    private static final int REQUESTS = 60;
    private static final long SEED = 11;

    /** Of a recording's instants and of a report's durations, seconds. */
    private static final double ROUNDING = 0.01;

    private static final long LIMIT_SECONDS = 180;

    /** Conversations of a few blocks, so that prefixes are shared. */
    private static final TraceShape SHAPE =
            new TraceShape(
                    30,
                    new LengthShape(1_500, 0.5, 600, 8_000),
                    new LengthShape(400, 0.8, 1, 4_000),
                    0.5,
                    10,
                    new LengthShape(12, 0.5, 2, 30),
                    0.2,
                    5);

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Vertx vertx = Vertx.vertx();

    RecordingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private int run(List<String> words, String... more) {
        out.getBuffer().setLength(0);
        return Wattmill.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private static Trace load(TraceSource source) throws IOException {
        return assertInstanceOf(TraceReading.Accepted.class, source.load(REQUESTS)).trace();
    }

    private static Trace recorded(Path file) throws IOException {
        return load(TraceSource.Recorded.of(file, TraceFormat.WATTMILL));
    }

    /**
     * Sends a trace; nothing of it may fail. The longest time in seconds from when a request was
     * due to its first token: it arrived in between.
     */
    private double send(LiveSuite suite, TraceSource source, long salt) throws Exception {
        var options =
                new ReplayOptions(
                        new ChatTarget(
                                suite.url(), suite.keys().developer(), Api.MODEL, true, false),
                        source,
                        REQUESTS,
                        1,
                        salt,
                        new Slo(Long.MAX_VALUE, Long.MAX_VALUE),
                        ReplayOptions.Outputs.NONE,
                        PatientServices.REPLAY);
        var report =
                Replay.run(vertx, options, ProgressListener.NONE)
                        .await(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertEquals(REQUESTS, report.requests().completed(), report::toString);
        return report.latency().ttft().maxUs() / 1e6;
    }

    /** The gateway writes twice a second what has ended. */
    private Path export(LiveSuite suite, Instant from, String name) {
        var words =
                List.of(
                        List.of("record", "export", "--url", suite.url().toString()),
                        List.of("--key", suite.keys().admin(), "--from", from.toString()),
                        List.of("--model", Api.MODEL, "--out"));
        var flat = words.stream().flatMap(List::stream).toList();
        var last =
                Patience.until(
                        () -> tried(flat, name),
                        file -> lines(file) == REQUESTS + 2,
                        "all requests are recorded");
        assertTrue(out.toString().startsWith(REQUESTS + " requests of "), out::toString);
        return last;
    }

    private Path tried(List<String> words, String name) {
        var file = folder.resolve(name + System.nanoTime());
        assertEquals(0, run(words, file.toString()), err::toString);
        return file;
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<Integer>> lengths(Trace trace) {
        return trace.requests().stream()
                .map(r -> List.of(PromptText.tokens(r), r.outputTokens()))
                .sorted(Comparator.comparing(List::toString))
                .toList();
    }

    /** How many blocks each request shares with the one that it shares most with. */
    private static List<Integer> shared(Trace trace) {
        return trace.requests().stream()
                .map(
                        one ->
                                trace.requests().stream()
                                        .filter(other -> other != one)
                                        .mapToInt(other -> one.blocks().sharedWith(other.blocks()))
                                        .max()
                                        .orElse(0))
                .sorted()
                .toList();
    }

    @Test
    void whatASuiteServedCanBeServedAgainAndPlanned(LiveSuite suite) throws Exception {
        var source = new TraceSource.Generated(SEED, REQUESTS, SHAPE);
        var sent = load(source);
        var from = Instant.now();
        double latest = send(suite, source, SEED);
        var file = export(suite, from, "first");
        var first = recorded(file);
        assertEquals(lengths(sent), lengths(first));
        assertEquals(shared(sent), shared(first));
        assertEquals(TraceCensus.of(sent).reusableBlocks(), TraceCensus.of(first).reusableBlocks());
        assertEquals(sent.spanUs() / 1e6, first.spanUs() / 1e6, latest + ROUNDING);
        assertFalse(Files.readString(file).contains("demo"), "names the project");

        var again = Instant.now();
        send(suite, TraceSource.Recorded.of(file, TraceFormat.WATTMILL), SEED + 1);
        var second = recorded(export(suite, again, "second"));
        assertEquals(lengths(sent), lengths(second));
        assertEquals(shared(sent), shared(second));

        requirePlanned(file);
        requireReplayed(suite, from, again);
        requireListed(suite);
    }

    private void requirePlanned(Path trace) throws IOException {
        assertEquals(0, run(List.of("plan", "init")));
        var plan = Files.writeString(folder.resolve("hall.yaml"), out.toString());
        var report = folder.resolve("report.json");
        var words = List.of("plan", "run", plan.toString(), "--model", "chat-small", "--format");
        assertEquals(
                0,
                run(words, "wattmill", "--trace", trace.toString(), "--out", report.toString()),
                () -> out.toString() + err);
        var json = Api.parse(Files.readString(report));
        var load = json.at("/identity/workload");
        assertEquals(REQUESTS, load.path("requests").asInt(), load::toPrettyString);
        assertEquals(recorded(trace).name(), load.path("name").asText(), load::toPrettyString);
    }

    /** Without a file between: the command asks the suite for what arrived then. */
    private void requireReplayed(LiveSuite suite, Instant from, Instant to) throws IOException {
        var report = folder.resolve("replayed.json");
        var plan = folder.resolve("hall.yaml").toString();
        var words = List.of("plan", "run", plan, "--model", "chat-small", "--record");
        var site = List.of("--url", suite.url().toString(), "--key", suite.keys().admin());
        var all = Stream.of(words, List.of(from + ".." + to), site).flatMap(List::stream).toList();
        assertEquals(
                0,
                run(all, "--record-model", Api.MODEL, "--brief", "--out", report.toString()),
                () -> out.toString() + err);
        var load = Api.parse(Files.readString(report)).at("/identity/workload");
        assertEquals(REQUESTS, load.path("requests").asInt(), load::toPrettyString);
        assertEquals(2, run(all, "--record-model", "none"), "nothing was recorded");
        assertTrue(err.toString().contains("record list"), err::toString);
    }

    private void requireListed(LiveSuite suite) {
        var words = List.of("record", "list", "--url", suite.url().toString());
        assertEquals(0, run(words, "--key", suite.keys().admin()), err::toString);
        assertTrue(out.toString().startsWith("DAY "), out::toString);
        assertTrue(out.toString().contains(Integer.toString(Year.now(ZoneOffset.UTC).getValue())));
    }
}
