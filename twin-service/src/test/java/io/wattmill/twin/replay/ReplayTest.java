// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.twin.replay.ReplayOptions.Outputs;
import io.wattmill.twin.replay.ScriptedServer.Call;
import io.wattmill.twin.replay.ScriptedServer.Script;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.Progress;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.Money;
import io.wattmill.twin.replay.report.Remark;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.RunReport.Requests;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.source.TraceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ReplayTest {

    private static final long MS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final ReplayConfig config = Configuration.defaults(ReplayConfig.class);

    private final Path folder;

    ReplayTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void reportsWhatTheServerSays() {
        ScriptedServer server = new ScriptedServer(vertx, ScriptedServer.ANSWER);
        RunReport report = Await.await(run(server, trace(20, 2), config));
        assertEquals(new Requests(20, 20, 0, 0), report.requests());
        assertEquals(new RunReport.Tokens(20 * 600, 0, 20 * 5), report.tokens());
        assertEquals(Optional.of(new Money("USD", new BigDecimal("0.000000220"))), report.cost());
        assertEquals(5_000_000, report.energy().orElseThrow().microjoules());
        assertEquals(Map.of(), report.remarks());
        assertEquals("Bearer key-1", server.calls().getFirst().head().getHeader("authorization"));
        assertEquals("/v1/chat/completions", server.calls().getFirst().head().path());
    }

    @Test
    void sendsAtTheScheduledTimesHoweverSlowTheServer() {
        List<Call> waiting = new ArrayList<>();
        Script nobodyBeforeTheLast =
                call -> {
                    waiting.add(call);
                    if (waiting.size() == 15) {
                        waiting.forEach(Call::answer);
                    }
                };
        ScriptedServer server = new ScriptedServer(vertx, nobodyBeforeTheLast);
        RunReport report = Await.await(run(server, trace(15, 20), config));
        assertEquals(15, report.requests().completed());
        // The first waited for all others; the last for none.
        assertTrue(
                report.latency().ttft().maxUs() >= 14 * 20 * MS * 0.999,
                report.latency()::toString);
        assertTrue(
                report.latency().ttft().p50Us() >= 7 * 20 * MS * 0.999, report.latency()::toString);
    }

    @Test
    void countsItsOwnLatenessInTheLatencyAndTellsIt() {
        ScriptedServer server = new ScriptedServer(vertx, ScriptedServer.ANSWER);
        long[] stallsLeft = {1};
        ProgressListener stall =
                _ -> {
                    if (stallsLeft[0]-- > 0) {
                        spin(Duration.ofMillis(250));
                    }
                };
        ReplayConfig often = with("progress-interval", "20ms");
        RunReport report =
                Await.await(Replay.run(vertx, options(server.url(), trace(10, 10), often), stall));
        assertEquals(10, report.requests().completed());
        assertTrue(report.latency().sendLag().maxUs() >= 150 * MS, report.latency()::toString);
        assertTrue(report.latency().ttft().maxUs() >= report.latency().sendLag().maxUs() * 0.999);
    }

    @Test
    void tellsErrorsApart() {
        List<Script> scripts =
                List.of(
                        ScriptedServer.ANSWER,
                        call ->
                                call.response()
                                        .setStatusCode(503)
                                        .end(
                                                "{\"error\":{\"code\":\"journal_full\",\"message\":\"later\"}}"),
                        call -> {
                            call.open();
                            call.tokens(2);
                            call.write("{\"error\":{\"message\":\"engine died\"}}");
                            call.response().end();
                        },
                        call -> {
                            call.open();
                            call.tokens(2);
                            call.response().end();
                        },
                        call -> {
                            call.open();
                            call.tokens(3);
                            call.head().connection().close();
                        },
                        call -> call.head().connection().close(),
                        call -> call.response().end("{\"choices\":[]}"),
                        call -> {
                            call.open();
                            call.write("nonsense");
                        },
                        call -> {
                            call.open();
                            call.write("\"" + "x".repeat(5_000) + "\"");
                        });
        ScriptedServer server =
                new ScriptedServer(vertx, call -> scripts.get(call.number()).play(call));
        ReplayConfig narrow = with("max-event-bytes", "4096");
        RunReport report = Await.await(run(server, trace(scripts.size(), 20), narrow));
        assertEquals(new Requests(9, 1, 8, 0), report.requests());
        assertEquals(
                Map.of(
                        "http_503", 1L,
                        "stream_error", 1L,
                        "truncated", 2L,
                        "connection_closed", 1L,
                        "malformed", 2L,
                        "event_too_long", 1L),
                errors(report));
        assertTrue(
                report.errors().stream().anyMatch(e -> e.example().equals("journal_full: later")));
        assertTrue(report.errors().stream().anyMatch(e -> e.example().equals("engine died")));
    }

    @Test
    void tellsThatNobodyListens() {
        RunReport report = Await.await(run(closedPort(), trace(3, 1), config));
        assertEquals(Map.of("connect", 3L), errors(report));
        assertEquals(new Requests(3, 0, 3, 0), report.requests());
    }

    @Test
    void givesUpAfterItsTimeoutsAndTellsTheServer() {
        List<String> gone = new CopyOnWriteArrayList<>();
        Script silent =
                call -> {
                    call.head().connection().closeHandler(_ -> gone.add("gone"));
                    if (call.number() > 0) {
                        call.open();
                        call.tokens(call.number() - 1);
                    }
                };
        ScriptedServer server = new ScriptedServer(vertx, silent);
        ReplayConfig hasty =
                with(
                        "first-token-timeout",
                        "150ms",
                        "idle-timeout",
                        "60ms",
                        "deadline-check",
                        "10ms");
        RunReport report = Await.await(run(server, trace(3, 30), hasty));
        assertEquals(Map.of("first_token_timeout", 2L, "idle_timeout", 1L), errors(report));
        Await.until(() -> gone.size() == 3, "the server sees that its clients left");
    }

    @Test
    void givesUpAnEndlessAnswer() {
        Script endless =
                call -> {
                    call.open();
                    vertx.setPeriodic(
                            5,
                            timer -> {
                                if (call.response().closed()) {
                                    vertx.cancelTimer(timer);
                                } else {
                                    call.tokens(1);
                                }
                            });
                };
        ReplayConfig hasty = with("total-timeout", "120ms", "deadline-check", "10ms");
        RunReport report = Await.await(run(new ScriptedServer(vertx, endless), trace(1, 1), hasty));
        assertEquals(Map.of("total_timeout", 1L), errors(report));
    }

    @Test
    void takesAWholeAnswerForWholeWhenTheConnectionLingers() {
        Script lingering =
                call -> {
                    call.open();
                    call.tokens(5);
                    call.write("[DONE]");
                };
        ReplayConfig hasty = with("idle-timeout", "50ms", "deadline-check", "10ms");
        RunReport report =
                Await.await(run(new ScriptedServer(vertx, lingering), trace(1, 1), hasty));
        assertEquals(1, report.requests().completed());
        assertEquals(1L, report.remarks().get(Remark.WITHOUT_USAGE));
    }

    @Test
    void sendsNoMoreThanItsMostInFlightAndSaysSo() {
        List<Call> held = new ArrayList<>();
        Script hold =
                call -> {
                    held.add(call);
                    if (held.size() == 2) {
                        vertx.setTimer(150, _ -> held.forEach(Call::answer));
                    }
                };
        ScriptedServer server = new ScriptedServer(vertx, hold);
        RunReport report = Await.await(run(server, trace(6, 5), with("max-in-flight", "2")));
        assertEquals(new Requests(6, 2, 0, 4), report.requests());
        assertEquals(2, server.calls().size());
    }

    @Test
    void acknowledgesEachAnswerAsSoonAsItIsWhole() {
        Path acks = folder.resolve("acks");
        Script secondWaitsForTheAck =
                call -> {
                    if (call.number() == 0) {
                        call.answer();
                    } else {
                        vertx.setPeriodic(
                                5,
                                timer -> {
                                    if (lines(acks).equals(List.of("req-0"))) {
                                        vertx.cancelTimer(timer);
                                        call.answer();
                                    }
                                });
                    }
                };
        ScriptedServer server = new ScriptedServer(vertx, secondWaitsForTheAck);
        Await.await(Replay.run(vertx, acked(server, acks, 2), ProgressListener.NONE));
        assertEquals(List.of("req-0", "req-1"), lines(acks));
    }

    @Test
    void acknowledgesNothingThatIsNotWhole() {
        Path acks = folder.resolve("acks");
        Script script =
                call -> {
                    switch (call.number() % 3) {
                        case 0 -> call.answer();
                        case 1 -> {
                            call.open();
                            call.tokens(5);
                            call.response().end("data: [DONE]");
                        }
                        default -> {
                            call.open();
                            call.tokens(1);
                            call.head().connection().close();
                        }
                    }
                };
        ScriptedServer server = new ScriptedServer(vertx, script);
        RunReport report =
                Await.await(Replay.run(vertx, acked(server, acks, 6), ProgressListener.NONE));
        assertEquals(Map.of("truncated", 4L), errors(report));
        assertEquals(List.of("req-0", "req-3"), lines(acks).stream().sorted().toList());
    }

    @Test
    void appendsToAcknowledgementsOfAnEarlierRun() throws IOException {
        Path acks = folder.resolve("acks");
        Files.writeString(acks, "earlier\n");
        ScriptedServer server = new ScriptedServer(vertx, ScriptedServer.ANSWER);
        Await.await(Replay.run(vertx, acked(server, acks, 1), ProgressListener.NONE));
        assertEquals(List.of("earlier", "req-0"), lines(acks));
    }

    @Test
    void remarksThatAnAnswerHasNoId() {
        Path acks = folder.resolve("acks");
        Script nameless =
                call -> {
                    call.response().setChunked(true).putHeader("content-type", "text/event-stream");
                    call.tokens(5);
                    call.close();
                };
        ScriptedServer server = new ScriptedServer(vertx, nameless);
        RunReport report =
                Await.await(Replay.run(vertx, acked(server, acks, 1), ProgressListener.NONE));
        assertEquals(1L, report.remarks().get(Remark.WITHOUT_REQUEST_ID));
        assertEquals(List.of(), lines(acks));
    }

    @Test
    void sendsTheLongestPromptOfTheTrace() throws IOException {
        ScriptedServer server = new ScriptedServer(vertx, ScriptedServer.ANSWER);
        String ids = IntStream.range(0, 247).boxed().toList().toString();
        TraceSource longest = recorded(List.of(row(0, 126_195, 3, ids)));
        RunReport report = Await.await(run(server, longest, config));
        assertEquals(126_195, report.tokens().input());
        assertEquals(126_195, server.calls().getFirst().promptTokens());
    }

    @Test
    void tellsProgressAndOnceMoreAtTheEnd() {
        List<Progress> told = new CopyOnWriteArrayList<>();
        ScriptedServer server = new ScriptedServer(vertx, ScriptedServer.ANSWER);
        ReplayConfig often = with("progress-interval", "10ms");
        Await.await(Replay.run(vertx, options(server.url(), trace(10, 10), often), told::add));
        assertTrue(told.size() > 3, "told " + told.size() + " times");
        Progress last = told.getLast();
        assertEquals(10, last.completed());
        assertEquals(0, last.inFlight());
        assertTrue(last.line().contains("sent 10/10  done 10  in flight 0  errors 0"), last.line());
        assertTrue(told.stream().anyMatch(progress -> progress.outputPerSecond() > 0));
    }

    @Test
    void stopsWithAReportOfWhatHappened() {
        Script onlyTheFirst =
                call -> {
                    if (call.number() == 0) {
                        call.answer();
                    }
                };
        ScriptedServer server = new ScriptedServer(vertx, onlyTheFirst);
        Replay replay =
                Replay.begin(
                        vertx,
                        options(server.url(), trace(1_000, 10), config),
                        ProgressListener.NONE);
        Await.until(() -> server.calls().size() >= 3, "three requests");
        replay.stop();
        RunReport report = Await.await(replay.report());
        assertEquals(1, report.requests().completed());
        assertTrue(report.requests().failed() >= 2 && report.requests().scheduled() < 1_000);
        assertEquals(report.requests().failed(), errors(report).get("stopped"));
    }

    @Test
    void refusesATargetElsewhereBeforeSendingAnything() {
        URI elsewhere = URI.create("http://192.0.2.1:8080");
        String message = refusal(options(elsewhere, trace(1, 1), config));
        assertTrue(message.contains("--allow-remote"), message);
    }

    @Test
    void refusesATraceThatCannotBeReadWithItsLines() throws IOException {
        TraceSource broken = recorded(List.of(row(0, 10, 1, "[1]"), "oops"));
        String message = refusal(options(closedPort(), broken, config));
        assertTrue(message.contains("line 2: is not JSON"), message);
        TraceSource missing =
                TraceSource.Recorded.of(folder.resolve("absent"), TraceFormat.MOONCAKE);
        assertTrue(refusal(options(closedPort(), missing, config)).contains("absent"));
    }

    @Test
    void refusesAcksThatCannotBeWritten() {
        ScriptedServer server = new ScriptedServer(vertx, ScriptedServer.ANSWER);
        String message = refusal(acked(server, folder.resolve("no/such/folder"), 1));
        assertTrue(message.contains("acks"), message);
        assertEquals(0, server.calls().size());
    }

    @Test
    void writesTheReport() throws IOException {
        ScriptedServer server = new ScriptedServer(vertx, ScriptedServer.ANSWER);
        Path file = folder.resolve("report.json");
        Outputs outputs = new Outputs(Optional.of(file), Optional.empty());
        Await.await(
                Replay.run(
                        vertx,
                        options(server.url(), trace(2, 1), config, outputs),
                        ProgressListener.NONE));
        assertTrue(Files.readString(file).contains("\"completed\" : 2"));
    }

    private String refusal(ReplayOptions options) {
        Throwable thrown =
                assertThrows(
                        Throwable.class,
                        () -> Await.await(Replay.run(vertx, options, ProgressListener.NONE)));
        return String.valueOf(assertInstanceOf(ReplayRefused.class, thrown).getMessage());
    }

    private Future<RunReport> run(ScriptedServer server, TraceSource trace, ReplayConfig with) {
        return run(server.url(), trace, with);
    }

    private Future<RunReport> run(URI url, TraceSource trace, ReplayConfig with) {
        return Replay.run(vertx, options(url, trace, with), ProgressListener.NONE);
    }

    private ReplayOptions acked(ScriptedServer server, Path acks, int requests) {
        Outputs outputs = new Outputs(Optional.empty(), Optional.of(acks));
        return options(server.url(), trace(requests, 20), config, outputs);
    }

    private static ReplayOptions options(URI url, TraceSource trace, ReplayConfig with) {
        return options(url, trace, with, Outputs.NONE);
    }

    private static ReplayOptions options(
            URI url, TraceSource trace, ReplayConfig with, Outputs outputs) {
        ChatTarget target = new ChatTarget(url, "key-1", "llama-3.1-8b", true, false);
        Slo slo = new Slo(500 * MS, 40 * MS);
        return new ReplayOptions(target, trace, 10_000, 1, 0, slo, outputs, with);
    }

    /** Requests of 600 tokens in and 5 out, one every {@code gapMs}. */
    private TraceSource trace(int count, int gapMs) {
        try {
            return recorded(
                    IntStream.range(0, count)
                            .mapToObj(i -> row(i * gapMs, 600, 5, "[0, " + (i + 1) + "]"))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TraceSource recorded(List<String> rows) throws IOException {
        Path file = Files.createTempFile(folder, "trace", ".jsonl");
        return TraceSource.Recorded.of(Files.write(file, rows), TraceFormat.MOONCAKE);
    }

    private static String row(int timestampMs, int input, int output, String ids) {
        return "{\"timestamp\":%d,\"input_length\":%d,\"output_length\":%d,\"hash_ids\":%s}"
                .formatted(timestampMs, input, output, ids);
    }

    private static Map<String, Long> errors(RunReport report) {
        return report.errors().stream()
                .collect(
                        Collectors.toMap(
                                error -> error.error().label(), RunReport.ErrorCount::count));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI closedPort() {
        var server =
                Await.await(
                        vertx.createHttpServer().requestHandler(_ -> {}).listen(0, "127.0.0.1"));
        URI url = URI.create("http://127.0.0.1:" + server.actualPort());
        Await.await(server.close());
        return url;
    }

    /** The defaults but for some settings: names and values in turn. */
    private static ReplayConfig with(String... settings) {
        StringBuilder yaml = new StringBuilder("replay:\n");
        for (int i = 0; i < settings.length; i += 2) {
            yaml.append("  ").append(settings[i]).append(": ").append(settings[i + 1]).append('\n');
        }
        return Configuration.parse(yaml.toString(), Map.of()).section("replay", ReplayConfig.class);
    }

    private static void spin(Duration stall) {
        long end = System.nanoTime() + stall.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
