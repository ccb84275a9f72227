// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.kit.testing.Await;
import io.wattmill.twin.replay.ScriptedServer.Script;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.report.Remark;
import io.wattmill.twin.replay.report.RunReport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ReplayAcksTest {

    private final ReplayRig rig;

    ReplayAcksTest(@TempDir Path folder) {
        rig = new ReplayRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void acknowledgesEachAnswerAsSoonAsItIsWhole() {
        Path acks = rig.folder().resolve("acks");
        Script secondWaitsForTheAck =
                call -> {
                    if (call.number() == 0) {
                        call.answer();
                    } else {
                        rig.vertx()
                                .setPeriodic(
                                        5,
                                        timer -> {
                                            if (ReplayRig.lines(acks).equals(List.of("req-0"))) {
                                                rig.vertx().cancelTimer(timer);
                                                call.answer();
                                            }
                                        });
                    }
                };
        ScriptedServer server = new ScriptedServer(rig.vertx(), secondWaitsForTheAck);
        Await.await(Replay.run(rig.vertx(), rig.acked(server, acks, 2), ProgressListener.NONE));
        assertEquals(List.of("req-0", "req-1"), ReplayRig.lines(acks));
    }

    @Test
    void acknowledgesNothingThatIsNotWhole() {
        Path acks = rig.folder().resolve("acks");
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
        ScriptedServer server = new ScriptedServer(rig.vertx(), script);
        RunReport report =
                Await.await(
                        Replay.run(rig.vertx(), rig.acked(server, acks, 6), ProgressListener.NONE));
        assertEquals(Map.of("truncated", 4L), ReplayRig.errors(report));
        assertEquals(List.of("req-0", "req-3"), ReplayRig.lines(acks).stream().sorted().toList());
    }

    @Test
    void appendsToAcknowledgementsOfAnEarlierRun() throws IOException {
        Path acks = rig.folder().resolve("acks");
        Files.writeString(acks, "earlier\n");
        ScriptedServer server = new ScriptedServer(rig.vertx(), ScriptedServer.ANSWER);
        Await.await(Replay.run(rig.vertx(), rig.acked(server, acks, 1), ProgressListener.NONE));
        assertEquals(List.of("earlier", "req-0"), ReplayRig.lines(acks));
    }

    @Test
    void remarksThatAnAnswerHasNoId() {
        Path acks = rig.folder().resolve("acks");
        Script nameless =
                call -> {
                    call.response().setChunked(true).putHeader("content-type", "text/event-stream");
                    call.tokens(5);
                    call.close();
                };
        ScriptedServer server = new ScriptedServer(rig.vertx(), nameless);
        RunReport report =
                Await.await(
                        Replay.run(rig.vertx(), rig.acked(server, acks, 1), ProgressListener.NONE));
        assertEquals(1L, report.remarks().get(Remark.WITHOUT_REQUEST_ID));
        assertEquals(List.of(), ReplayRig.lines(acks));
    }

    @Test
    void breaksOffWhenAnAcknowledgementIsLost() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: no /dev/full on this system");
        ScriptedServer server = new ScriptedServer(rig.vertx(), ScriptedServer.ANSWER);
        String message = rig.refusal(rig.acked(server, full, 1_000));
        assertTrue(message.contains("broke off"), message);
        assertTrue(server.calls().size() < 1_000);
    }

    @Test
    void refusesAcksThatCannotBeWritten() {
        ScriptedServer server = new ScriptedServer(rig.vertx(), ScriptedServer.ANSWER);
        String message = rig.refusal(rig.acked(server, rig.folder().resolve("no/such/folder"), 1));
        assertTrue(message.contains("acks"), message);
        assertEquals(0, server.calls().size());
    }
}
