// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A client that leaves in the middle of a stream. */
@ExtendWith(SharedSuite.class)
class LeaverTest {
    private static final int WANTED = 5_000;
    private static final int READ = 10;
    private static final long SHORTEST_STEP_NANOS = 4_000_000;

    private final LiveSuite suite;

    LeaverTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void stopsTheEngineAtOnceAndIsBilledWhatWasDelivered() throws Exception {
        var engines = new EngineCounters(suite.emulatedEngines());
        Patience.until(engines::running, running -> running == 0, "idle before");
        var punctuality = Punctuality.watching();
        var before = engines.generationTokens();
        var reply = suite.developer().stream(Api.MODEL, "a long story", WANTED);
        var id = reply.headers().firstValue("x-request-id").orElseThrow();
        readSome(reply.body());
        var left = System.nanoTime();
        Patience.until(engines::running, running -> running == 0, "idle");
        var since = System.nanoTime() - left;
        // What a machine that stood still owes, an engine makes at once, before anybody can leave.
        var late = Math.round(punctuality.lateness().longestMs() * 1e6);
        var stepsSince = (since + late) / SHORTEST_STEP_NANOS;

        var ledger = suite.developer().ledger(id);
        assertEquals("aborted", ledger.path("outcome").asText(), ledger::toPrettyString);
        var made = engines.generationTokens() - before;
        var tokens = ledger.path("tokens");
        var delivered = tokens.path("output").asLong();
        var known = delivered + tokens.path("waste").asLong();
        assertTrue(delivered >= READ - 1, ledger::toPrettyString);
        assertTrue(known <= made, () -> made + " made, " + ledger.toPrettyString());
        assertTrue(
                made - known <= 1 + stepsSince, () -> made + " made, " + ledger.toPrettyString());
        assertTrue(made < WANTED / 10 + late / SHORTEST_STEP_NANOS, () -> made + " made");
    }

    /** Reads a few events and closes the connection. */
    private static void readSome(InputStream body) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            var seen = lines.lines().filter(line -> line.startsWith("data: ")).limit(READ).count();
            assertEquals(READ, seen);
        }
    }
}
