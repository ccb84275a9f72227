// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Promise;
import io.wattmill.kit.testing.Await;
import io.wattmill.twin.replay.ReplayOptions.Outputs;
import io.wattmill.twin.replay.ScriptedServer.Script;
import io.wattmill.twin.replay.client.Progress;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.Money;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.RunReport.Requests;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.source.TraceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

class ReplayTest {

    private final ReplayRig rig;

    ReplayTest(@TempDir Path folder) {
        rig = new ReplayRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void reportsWhatTheServerSays() {
        ScriptedServer server = new ScriptedServer(rig.vertx(), ScriptedServer.ANSWER);
        RunReport report = Await.await(rig.run(server, rig.trace(20, 2), rig.config()));
        assertEquals(new Requests(20, 20, 0, 0), report.requests());
        assertEquals(new RunReport.Tokens(20 * 600, 0, 20 * 5), report.tokens());
        assertEquals(Optional.of(new Money("USD", new BigDecimal("0.000000220"))), report.cost());
        assertEquals(5_000_000, report.energy().orElseThrow().microjoules());
        assertEquals(Map.of(), report.remarks());
        assertEquals("Bearer key-1", server.calls().getFirst().head().getHeader("authorization"));
        assertEquals("retriever", server.calls().getFirst().head().getHeader("x-wattmill-agent"));
        assertEquals("/v1/chat/completions", server.calls().getFirst().head().path());
    }

    @Test
    void sendsTheLongestPromptOfTheTrace() throws IOException {
        ScriptedServer server = new ScriptedServer(rig.vertx(), ScriptedServer.ANSWER);
        String ids = IntStream.range(0, 247).boxed().toList().toString();
        TraceSource longest = rig.recorded(List.of(ReplayRig.row(0, 126_195, 3, ids)));
        RunReport report = Await.await(rig.run(server, longest, rig.config()));
        assertEquals(126_195, report.tokens().input());
        assertEquals(126_195, server.calls().getFirst().promptTokens());
    }

    @Test
    void tellsProgressAndOnceMoreAtTheEnd() {
        List<Progress> told = new CopyOnWriteArrayList<>();
        Promise<Void> toldOfOutput = Promise.promise();
        Script theLastWaits =
                call -> {
                    if (call.number() < 9) {
                        call.answer();
                    } else {
                        toldOfOutput.future().onSuccess(_ -> call.answer());
                    }
                };
        ProgressListener listener =
                progress -> {
                    told.add(progress);
                    if (told.size() > 3 && progress.completed() == 9) {
                        toldOfOutput.tryComplete();
                    }
                };
        ScriptedServer server = new ScriptedServer(rig.vertx(), theLastWaits);
        ReplayConfig often = ReplayRig.with("progress-interval", "10ms");
        ReplayOptions options = rig.options(server.url(), rig.trace(10, 10), often);
        Await.await(Replay.run(rig.vertx(), options, listener));
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
        ScriptedServer server = new ScriptedServer(rig.vertx(), onlyTheFirst);
        List<Progress> told = new CopyOnWriteArrayList<>();
        ReplayConfig often = ReplayRig.with("progress-interval", "10ms");
        Replay replay =
                Replay.begin(
                        rig.vertx(),
                        rig.options(server.url(), rig.trace(1_000, 100), often),
                        told::add);
        Await.until(() -> server.calls().size() >= 3, "three requests");
        Await.until(() -> told.stream().anyMatch(p -> p.completed() == 1), "one answer");
        replay.stop();
        RunReport report = Await.await(replay.report());
        assertEquals(1, report.requests().completed());
        assertTrue(report.requests().failed() >= 2 && report.requests().scheduled() < 1_000);
        assertEquals(report.requests().failed(), ReplayRig.errors(report).get("stopped"));
    }

    @Test
    void refusesATargetElsewhereBeforeSendingAnything() {
        URI elsewhere = URI.create("http://192.0.2.1:8080");
        String message = rig.refusal(rig.options(elsewhere, rig.trace(1, 1), rig.config()));
        assertTrue(message.contains("--allow-remote"), message);
    }

    @Test
    void refusesATraceThatCannotBeReadWithItsLines() throws IOException {
        TraceSource broken = rig.recorded(List.of(ReplayRig.row(0, 10, 1, "[1]"), "oops"));
        String message = rig.refusal(rig.options(rig.closedPort(), broken, rig.config()));
        assertTrue(message.contains("line 2: is not JSON"), message);
        TraceSource missing =
                TraceSource.Recorded.of(rig.folder().resolve("absent"), TraceFormat.MOONCAKE);
        assertTrue(
                rig.refusal(rig.options(rig.closedPort(), missing, rig.config()))
                        .contains("absent"));
    }

    @Test
    void writesTheReport() throws IOException {
        ScriptedServer server = new ScriptedServer(rig.vertx(), ScriptedServer.ANSWER);
        Path file = rig.folder().resolve("report.json");
        Outputs outputs = new Outputs(Optional.of(file), Optional.empty());
        Await.await(
                Replay.run(
                        rig.vertx(),
                        rig.options(server.url(), rig.trace(2, 1), rig.config(), outputs),
                        ProgressListener.NONE));
        assertTrue(Files.readString(file).contains("\"completed\" : 2"));
    }
}
