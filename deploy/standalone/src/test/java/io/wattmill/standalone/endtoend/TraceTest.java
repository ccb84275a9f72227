// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A thousand requests of Mooncake's conversation trace through sixteen emulated nodes: what the
 * clients counted is what the ledger has. The trace's five minutes are sent in 25 s, twelve times
 * faster than recorded ({@code -Dwattmill.trace.speed} says otherwise); the emulated engines run in
 * real time. The services are {@link PatientServices}, for this is about the books: sixteen nodes,
 * their agents and whatever else runs here share a few cores. Without the data (variable
 * WATTMILL_DATA) a trace of the same shape is made up.
 */
class TraceTest {
    private static final int REQUESTS = 1_000;
    private static final String SPEED = System.getProperty("wattmill.trace.speed", "12");
    private static final Duration LONGEST = Duration.ofSeconds(600);
    private static final long DAY_SECONDS = 86_400;

    private final Path folder;

    TraceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatTheClientsOfAThousandRequestsCountedIsOnTheLedger() throws Exception {
        try (var suite = SuiteProcess.up(folder, "--nodes", "16")) {
            var ready = suite.ready();
            replay(ready);
            requireOnTheLedger(ready);
            requireSameTokens(
                    Api.parse(Files.readString(folder.resolve("report.json"))),
                    usage(ready.admin()));
        }
    }

    private void replay(SuiteProcess.Ready ready) throws Exception {
        var words =
                List.of(
                        List.of("replay", "--url", ready.url().toString()),
                        List.of("--key", ready.apiKey(), "--model", Api.MODEL),
                        List.of("--limit", Integer.toString(REQUESTS), "--speed", SPEED),
                        List.of("--acks", acks(), "--out", path("report.json")),
                        trace());
        try (var replay = SuiteProcess.command(folder, flat(words))) {
            var exit = replay.exitCode(LONGEST);
            System.out.println(replay.output());
            assertEquals(0, exit, replay::output);
        }
    }

    private static List<String> trace() {
        var recorded =
                Optional.ofNullable(System.getenv("WATTMILL_DATA"))
                        .map(data -> Path.of(data, "traces/mooncake/conversation_trace.jsonl"))
                        .filter(Files::isReadable);
        if (recorded.isEmpty()) {
            System.out.println("TraceTest: no data at WATTMILL_DATA, so the trace is made up");
        }
        return recorded.map(file -> List.of("--format", "mooncake", "--trace", file.toString()))
                .orElse(List.of("--format", "generated", "--seed", "7"));
    }

    private void requireOnTheLedger(SuiteProcess.Ready ready) throws Exception {
        assertEquals(REQUESTS, Files.readAllLines(folder.resolve("acks.txt")).size());
        var words =
                List.of(
                        List.of("ledger", "verify", "--url", ready.url().toString()),
                        List.of("--key", ready.adminKey(), "--acks", acks(), "--wait", "60"));
        try (var verify = SuiteProcess.command(folder, flat(words))) {
            assertEquals(0, verify.exitCode(LONGEST), verify::output);
            System.out.println(verify.output());
        }
    }

    /** Sums of the usage API over all buckets since yesterday. */
    private static JsonNode usage(Api admin) {
        var start = Instant.now().getEpochSecond() - DAY_SECONDS;
        return admin.json("/v1/organization/usage/completions?bucket_width=1d&start_time=" + start);
    }

    private static void requireSameTokens(JsonNode report, JsonNode usage) {
        var tokens = report.path("tokens");
        assertEquals(REQUESTS, sum(usage, "num_model_requests"), usage::toPrettyString);
        assertEquals(tokens.path("input").asLong(), sum(usage, "input_tokens"));
        assertEquals(tokens.path("cached_input").asLong(), sum(usage, "input_cached_tokens"));
        assertEquals(tokens.path("output").asLong(), sum(usage, "output_tokens"));
        assertTrue(report.at("/energy/energy_uj").asLong() > 0, report::toPrettyString);
        assertTrue(report.at("/cost/amount").asDouble() > 0, report::toPrettyString);
    }

    private static long sum(JsonNode usage, String field) {
        return usage.path("data").findValues(field).stream().mapToLong(JsonNode::asLong).sum();
    }

    private String acks() {
        return path("acks.txt");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String[] flat(List<List<String>> words) {
        return words.stream().flatMap(List::stream).toArray(String[]::new);
    }
}
