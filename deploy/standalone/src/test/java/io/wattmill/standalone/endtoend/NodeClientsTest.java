// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The clients that JavaScript's developers already have, unchanged, against a running suite: each
 * script of {@code deploy/standalone/clients} does all that it does with one client, and the ledger
 * is asked for what the client cannot know. Needs Node and the clients, which {@code .ci/run}
 * installs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeClientsTest {
    private static final Path CLIENTS = Path.of("clients").toAbsolutePath();
    private static final double SHORTEST_STEP_MS = 4;
    private static final long LIMIT_SECONDS = 120;

    /** Two at a time, so that a third one is told to come again. */
    private static final Map<String, String> TWO_AT_A_TIME =
            Map.of("WATTMILL_GATEWAY_ADMISSION_MAX_IN_FLIGHT_PER_KEY", "2");

    private LiveSuite suite;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(
                Files.isDirectory(CLIENTS.resolve("node_modules")) && nodeIsThere(),
                "there is no Node, or no clients in "
                        + CLIENTS
                        + " (npm ci --ignore-scripts); they are not tried");
        suite = LiveSuite.start(TWO_AT_A_TIME);
    }

    @AfterAll
    void stop() throws Exception {
        if (suite != null) {
            suite.close();
        }
    }

    private static boolean nodeIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "responses", "agents", "anthropic", "ai"})
    void doesAllThatItDoesAndTheLedgerAgrees(String client) throws Exception {
        var punctuality = Punctuality.watching();
        var facts = run(client);
        var late = punctuality.lateness();
        for (var fact : List.of("whole", "choices", "reasoning", "completion", "embedding")) {
            if (facts.has(fact)) {
                requireSameTokens(facts.path(fact));
            }
        }
        if (facts.has("left")) {
            requireWhatWasDelivered(facts.path("left"), late);
        }
    }

    private JsonNode run(String client) throws Exception {
        var out = Files.createTempFile("wattmill-" + client + "-", ".txt");
        var process =
                new ProcessBuilder(
                                "node",
                                CLIENTS.resolve(client + ".mjs").toString(),
                                suite.url().toString(),
                                suite.keys().developer(),
                                Api.MODEL)
                        .directory(CLIENTS.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        var said = Files.readString(out);
        assertTrue(ended && process.exitValue() == 0, said);
        return Api.parse(said.lines().toList().getLast());
    }

    private void requireSameTokens(JsonNode fact) {
        var ledger = suite.developer().ledger(fact.path("id").asText());
        var tokens = ledger.path("tokens");
        assertEquals(
                fact.path("output").asLong(),
                tokens.path("output").asLong(),
                ledger::toPrettyString);
        if (fact.has("input")) {
            assertEquals(
                    fact.path("input").asLong(),
                    tokens.path("input").asLong(),
                    ledger::toPrettyString);
        }
    }

    /**
     * What the client read it pays for, and not much more: what was on its way when it left, and
     * what an engine made at once when the machine had stood still.
     */
    private void requireWhatWasDelivered(JsonNode left, Punctuality.Lateness late) {
        var ledger = suite.developer().ledger(left.path("id").asText());
        assertEquals("aborted", ledger.path("outcome").asText(), ledger::toPrettyString);
        var output = ledger.path("tokens").path("output").asLong();
        var seen = left.path("seen").asLong();
        var onItsWay = 200 + Math.round(late.longestMs() / SHORTEST_STEP_MS);
        assertTrue(output >= seen && output < seen + onItsWay, ledger::toPrettyString);
    }
}
