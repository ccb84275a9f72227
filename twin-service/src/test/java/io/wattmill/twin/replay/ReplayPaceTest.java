// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Promise;
import io.wattmill.kit.testing.Await;
import io.wattmill.twin.replay.ScriptedServer.Call;
import io.wattmill.twin.replay.ScriptedServer.Script;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.RunReport.Requests;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ReplayPaceTest {

    private final ReplayRig rig;

    ReplayPaceTest(@TempDir Path folder) {
        rig = new ReplayRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
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
        ScriptedServer server = new ScriptedServer(rig.vertx(), nobodyBeforeTheLast);
        RunReport report = Await.await(rig.run(server, rig.trace(15, 20), rig.config()));
        assertEquals(15, report.requests().completed());
        // The first waited for all others; the last for none.
        assertTrue(
                report.latency().ttft().maxUs() >= 14 * 20 * ReplayRig.MS * 0.999,
                report.latency()::toString);
        assertTrue(
                report.latency().ttft().p50Us() >= 7 * 20 * ReplayRig.MS * 0.999,
                report.latency()::toString);
    }

    @Test
    void countsItsOwnLatenessInTheLatencyAndTellsIt() {
        ScriptedServer server = new ScriptedServer(rig.vertx(), ScriptedServer.ANSWER);
        long[] stallsLeft = {1};
        ProgressListener stall =
                _ -> {
                    if (stallsLeft[0]-- > 0) {
                        spin(Duration.ofMillis(250));
                    }
                };
        ReplayConfig often = ReplayRig.with("progress-interval", "20ms");
        RunReport report =
                Await.await(
                        Replay.run(
                                rig.vertx(),
                                rig.options(server.url(), rig.trace(40, 10), often),
                                stall));
        assertEquals(40, report.requests().completed());
        assertTrue(
                report.latency().sendLag().maxUs() >= 150 * ReplayRig.MS,
                report.latency()::toString);
        assertTrue(report.latency().ttft().maxUs() >= report.latency().sendLag().maxUs() * 0.999);
    }

    @Test
    void sendsNoMoreThanItsMostInFlightAndSaysSo() {
        Promise<Void> fourWereNotSent = Promise.promise();
        ScriptedServer server =
                new ScriptedServer(
                        rig.vertx(),
                        call -> fourWereNotSent.future().onSuccess(_ -> call.answer()));
        ProgressListener release =
                progress -> {
                    if (progress.clientLimited() == 4) {
                        fourWereNotSent.tryComplete();
                    }
                };
        ReplayConfig narrow = ReplayRig.with("max-in-flight", "2", "progress-interval", "10ms");
        ReplayOptions options = rig.options(server.url(), rig.trace(6, 5), narrow);
        RunReport report = Await.await(Replay.run(rig.vertx(), options, release));
        assertEquals(new Requests(6, 2, 0, 4), report.requests());
        assertEquals(2, server.calls().size());
    }

    private static void spin(Duration stall) {
        long end = System.nanoTime() + stall.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
