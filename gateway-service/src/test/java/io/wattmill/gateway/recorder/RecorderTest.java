// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.TenantSalt;
import io.wattmill.gateway.recording.FinishedRequest;
import io.wattmill.gateway.recording.Pseudonyms;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Between event loops that must not wait and a disk that may. */
class RecorderTest {

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    RecorderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private Recorder recorder(String... settings) {
        Map<String, String> env =
                settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
        return new Recorder(
                vertx,
                Configuration.parse("recording: {max-queue: 16, flush-interval: 10m}", env)
                        .section("recording", RecordingConfig.class),
                folder,
                new Pseudonyms(new byte[32]),
                key -> !key.keyId().equals("unlogged"),
                Clock.system(),
                metrics);
    }

    private static KeyRecord key(String id) {
        return new KeyRecord(
                id, "acme", "demo", Set.of(), OptionalLong.empty(), false, new TenantSalt(1, ""));
    }

    private static FinishedRequest request() {
        return new FinishedRequest(
                UsageRecord.newBuilder().setEndedAtUs(9).build(),
                0,
                List.of(),
                OptionalLong.empty(),
                1);
    }

    private List<String> lines() throws IOException {
        try (var files = Files.list(folder)) {
            return Files.readAllLines(files.findFirst().orElseThrow());
        }
    }

    @Test
    void countsWhatDoesNotFitAndNotesItInTheFile() throws IOException {
        Recorder recorder = recorder();
        Await.await(recorder.start());
        for (int i = 0; i < 20; i++) {
            recorder.finished(key("k"), request());
        }
        Await.await(recorder.stop());
        assertEquals(4, metrics.counter("wattmill_recording_dropped").count());
        assertEquals(
                4, metrics.counter("wattmill_limit_hits", "limit", "recording.max-queue").count());
        assertTrue(lines().getLast().startsWith("{\"end\":{\"requests\":16,\"dropped\":4,"));
    }

    @Test
    void leavesKeysOutThatMayNotBeRecorded() throws IOException {
        Recorder recorder = recorder();
        Await.await(recorder.start());
        recorder.finished(key("unlogged"), request());
        recorder.finished(key("k"), request());
        Await.await(recorder.stop());
        assertEquals(1, recorder.days().getFirst().counts().requests());
    }

    @Test
    void writesNothingWhereItIsOff() throws IOException {
        Recorder recorder = recorder("WATTMILL_RECORDING_ENABLED", "false");
        Await.await(recorder.start());
        recorder.finished(key("k"), request());
        Await.await(recorder.stop());
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void countsWhatADiskDoesNotTake() throws IOException {
        Recorder recorder = recorder();
        Await.await(recorder.start());
        Files.delete(folder);
        recorder.finished(key("k"), request());
        assertTrue(
                Await.await(recorder.stop().map(false).otherwise(true)), "it says that it fails");
        assertEquals(1, metrics.counter("wattmill_recording_dropped").count());
        Files.createDirectory(folder);
    }
}
