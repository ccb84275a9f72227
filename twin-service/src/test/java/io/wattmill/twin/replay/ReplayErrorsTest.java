// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.testing.Await;
import io.wattmill.twin.replay.ScriptedServer.Script;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.Remark;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.RunReport.Requests;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class ReplayErrorsTest {

    private static final String JOURNAL_FULL =
            "{\"error\":{\"code\":\"journal_full\",\"message\":\"later\"}}";

    private final ReplayRig rig;

    ReplayErrorsTest(@TempDir Path folder) {
        rig = new ReplayRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tellsErrorsApart() {
        List<Script> scripts =
                List.of(
                        ScriptedServer.ANSWER,
                        call -> call.response().setStatusCode(503).end(JOURNAL_FULL),
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
                new ScriptedServer(rig.vertx(), call -> scripts.get(call.number()).play(call));
        ReplayConfig narrow = ReplayRig.with("max-event-bytes", "4096");
        RunReport report = Await.await(rig.run(server, rig.trace(scripts.size(), 20), narrow));
        assertEquals(new Requests(9, 1, 8, 0), report.requests());
        assertEquals(
                Map.of(
                        "http_503", 1L,
                        "stream_error", 1L,
                        "truncated", 2L,
                        "connection_closed", 1L,
                        "malformed", 2L,
                        "event_too_long", 1L),
                ReplayRig.errors(report));
        assertTrue(
                report.errors().stream().anyMatch(e -> e.example().equals("journal_full: later")));
        assertTrue(report.errors().stream().anyMatch(e -> e.example().equals("engine died")));
    }

    @Test
    void tellsThatNobodyListens() {
        RunReport report = Await.await(rig.run(rig.closedPort(), rig.trace(3, 1), rig.config()));
        assertEquals(Map.of("connect", 3L), ReplayRig.errors(report));
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
        ScriptedServer server = new ScriptedServer(rig.vertx(), silent);
        ReplayConfig hasty =
                ReplayRig.with(
                        "first-token-timeout",
                        "3s",
                        "idle-timeout",
                        "60ms",
                        "deadline-check",
                        "10ms");
        RunReport report = Await.await(rig.run(server, rig.trace(3, 30), hasty));
        assertEquals(
                Map.of("first_token_timeout", 2L, "idle_timeout", 1L), ReplayRig.errors(report));
        Await.until(() -> gone.size() == 3, "the server sees that its clients left");
    }

    @Test
    void givesUpAnEndlessAnswer() {
        Script endless =
                call -> {
                    call.open();
                    rig.vertx()
                            .setPeriodic(
                                    5,
                                    timer -> {
                                        if (call.response().closed()) {
                                            rig.vertx().cancelTimer(timer);
                                        } else {
                                            call.tokens(1);
                                        }
                                    });
                };
        ReplayConfig hasty = ReplayRig.with("total-timeout", "120ms", "deadline-check", "10ms");
        RunReport report =
                Await.await(
                        rig.run(new ScriptedServer(rig.vertx(), endless), rig.trace(1, 1), hasty));
        assertEquals(Map.of("total_timeout", 1L), ReplayRig.errors(report));
    }

    @Test
    void takesAWholeAnswerForWholeWhenTheConnectionLingers() {
        Script lingering =
                call -> {
                    call.open();
                    call.tokens(5);
                    call.write("[DONE]");
                };
        ReplayConfig hasty = ReplayRig.with("idle-timeout", "2s", "deadline-check", "10ms");
        RunReport report =
                Await.await(
                        rig.run(
                                new ScriptedServer(rig.vertx(), lingering),
                                rig.trace(1, 1),
                                hasty));
        assertEquals(1, report.requests().completed());
        assertEquals(1L, report.remarks().get(Remark.WITHOUT_USAGE));
    }
}
