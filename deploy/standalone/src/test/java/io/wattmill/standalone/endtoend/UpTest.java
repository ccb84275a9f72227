// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.testing.Await;
import io.wattmill.standalone.host.Processes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** `up` from start to end, and what it refuses. */
class UpTest {
    private final Path folder;

    UpTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void servesUntilAskedToStopAndLeavesNothingBehind() throws Exception {
        try (var suite = SuiteProcess.up(folder, "--nodes", "2")) {
            var ready = suite.ready();
            assertEquals(suite.pid(), ready.pid());
            assertEquals("rw-------", mode(folder.resolve("ready.json")));
            Pasted.requireAllWork(suite.output());
            var postmaster = postmaster();
            assertTrue(Processes.isRunning(postmaster));

            refusesTheSameFolder(suite.pid());

            suite.terminate();
            assertEquals(0, suite.exitCode(), suite::output);
            assertFalse(Processes.isRunning(postmaster), "PostgreSQL is gone");
            assertFalse(Files.exists(folder.resolve("ready.json")));
            assertTrue(suite.output().contains("stopping"), suite::output);
            assertTrue(suite.output().contains(ready.adminKey()), suite::output);
        }
        startsAgainAndStopsAtOnceWhenToldTwice();
    }

    private void refusesTheSameFolder(long holder) throws Exception {
        try (var second = SuiteProcess.up(folder)) {
            assertEquals(5, second.exitCode());
            assertTrue(second.output().contains("is in use by pid " + holder), second::output);
        }
    }

    private void startsAgainAndStopsAtOnceWhenToldTwice() throws Exception {
        try (var again = SuiteProcess.up(folder, "--nodes", "2")) {
            var ready = again.ready();
            assertEquals(200, ready.developer().get("/v1/requests/last").statusCode());
            assertFalse(again.output().contains(ready.adminKey()), again::output);
            Pasted.requireAllWork(again.output());

            var postmaster = postmaster();
            try (var stream = ready.developer().stream(Api.MODEL, "a long story", 5_000).body()) {
                assertTrue(stream.read() >= 0, "the stream runs");
                again.terminate();
                Await.until(() -> again.output().contains("stopping"), "drain", Patience.LIMIT);
                again.terminate();
                assertEquals(130, again.exitCode(), again::output);
            }
            assertFalse(Processes.isRunning(postmaster), "PostgreSQL is gone");
        }
    }

    @Test
    void namesWhoHoldsThePort() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = taken.getLocalPort();
            try (var suite = SuiteProcess.up(folder, "--port", Integer.toString(port))) {
                assertEquals(4, suite.exitCode());
                var expected =
                        "port %d is in use by pid %d (java); stop it, or start with --port %d"
                                .formatted(port, ProcessHandle.current().pid(), port + 1);
                assertTrue(suite.output().contains(expected), suite::output);
            }
        }
    }

    @Test
    void namesEveryProblemOfAConfiguration() throws Exception {
        var config =
                Files.writeString(
                        folder.resolve("bad.yaml"), "suite:\n  event-loops: banana\nbogus: 1\n");
        try (var suite = SuiteProcess.up(folder, "--config", config.toString())) {
            assertEquals(3, suite.exitCode());
            assertTrue(suite.output().contains("suite.event-loops"), suite::output);
            assertTrue(suite.output().contains("bogus"), suite::output);
        }
    }

    private long postmaster() throws Exception {
        var file = folder.resolve("data/postgres/data/postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
