// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A client that leaves in the middle of a stream. */
@ExtendWith(SharedSuite.class)
class LeaverTest {
    private static final int WANTED = 5_000;
    private static final int READ = 10;

    private final LiveSuite suite;

    LeaverTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void stopsTheEngineWithinAStepAndIsBilledWhatWasDelivered() throws Exception {
        var engines = new EngineCounters(suite.emulatedEngines());
        var before = engines.generationTokens();
        var reply = suite.developer().stream(Api.MODEL, "a long story", WANTED);
        var id = reply.headers().firstValue("x-request-id").orElseThrow();
        try (var lines =
                new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
            var seen = lines.lines().filter(line -> line.startsWith("data: ")).limit(READ).count();
            assertEquals(READ, seen);
        }

        var ledger = suite.developer().ledger(id);
        assertEquals("aborted", ledger.path("outcome").asText(), ledger::toPrettyString);
        assertEquals(0, engines.running());
        var made = engines.generationTokens() - before;
        var delivered = ledger.path("tokens").path("output").asLong();
        assertTrue(delivered >= READ - 1, ledger::toPrettyString);
        assertTrue(
                made - delivered <= 1 + ledger.path("tokens").path("waste").asLong(),
                () -> made + " made, " + ledger.toPrettyString());
        assertTrue(made < WANTED / 10, () -> made + " made");
    }
}
