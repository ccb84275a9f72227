// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class RouteEvalTest {
    private static final int REQUESTS = 60;

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    RouteEvalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int run(String... words) {
        return Wattmill.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    private static String lines(IntFunction<String> line) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Path trace(String format) throws IOException {
        return switch (format) {
            case "mooncake" ->
                    file(
                            "trace.jsonl",
                            lines(
                                    i ->
                                            "{\"timestamp\":%d,\"input_length\":600,\"output_length\":9,\"hash_ids\":[0,%d]}"
                                                    .formatted(i * 100, i + 1)));
            case "azure" ->
                    file(
                            "trace.csv",
                            "TIMESTAMP,ContextTokens,GeneratedTokens\n"
                                    + lines(
                                            i ->
                                                    "2023-11-16 18:15:%02d.%d00000,300,20"
                                                            .formatted(i / 10, i % 10)));
            case "servegen" -> servegen();
            case "agents" ->
                    file(
                            "sessions.jsonl",
                            lines(
                                    i ->
                                            "{\"timestamp\":%d,\"input\":\"%s\",\"output\":\"well, then\",\"session_id\":\"s%d\"}"
                                                    .formatted(
                                                            i * 200_000L,
                                                            "a question ".repeat(10 + i),
                                                            i % 6)));
            default ->
                    file(
                            "recording.jsonl",
                            "{\"recording\":\"wattmill\",\"version\":1,\"block_bytes\":1024,\"names\":\"a\"}\n"
                                    + lines(
                                            i ->
                                                    "{\"arrival_us\":%d,\"input_tokens\":300,\"output_tokens\":8,\"prompt_bytes\":1200,\"blocks\":[%d]}"
                                                            .formatted(i * 50_000, i / 2)));
        };
    }

    private Path servegen() throws IOException {
        file("chunk-0-trace.csv", "0,2,1.0,Gamma,1.0,1.0\n");
        file(
                "chunk-0-dataset.json",
                "{\"0\": {\"input_tokens\": \"{100: 0.5, 700: 0.5}\", \"output_tokens\": \"{15:"
                        + " 1.0}\"}}");
        return folder;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int evaluated(String format, String... more) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "route-eval",
                                "--trace",
                                trace(format).toString(),
                                "--format",
                                format,
                                "--load",
                                "0.5",
                                "--capacity",
                                "20",
                                "--seeds",
                                "2",
                                "--limit",
                                "50",
                                "--out",
                                folder.resolve("report.json").toString()));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mooncake", "azure", "servegen", "agents", "recording"})
    void comparesPoliciesOnEveryFormat(String format) throws Exception {
        assertEquals(
                0, evaluated(format, "--policy", "round-robin,balanced"), () -> "" + out + err);
        JsonNode report = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertEquals(2, report.path("policies").size());
        for (JsonNode policy : report.path("policies")) {
            assertEquals(1, policy.path("goodput").asDouble(), policy::toString);
            assertTrue(policy.path("joules_per_output_token").asDouble() > 0);
            assertTrue(policy.at("/ttft_ms/p50").asDouble() > 0, policy::toString);
        }
        assertEquals(0.5, report.path("load").asDouble());
        assertTrue(out.toString().contains("balanced"), out::toString);
    }

    @Test
    void playsAllPolicies() throws Exception {
        assertEquals(0, evaluated("azure", "--policy", "all"), () -> "" + out + err);
        JsonNode report = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertTrue(report.path("policies").size() >= 12, report::toString);
    }

    /** Answers of many tokens take an estimated 150 core-seconds, and are not played. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesWhatWouldTakeLongerThanTheMinutesAllow(int minutes) throws Exception {
        Path longAnswers =
                file(
                        "long.jsonl",
                        lines(
                                i ->
                                        "{\"timestamp\":%d,\"input_length\":600,\"output_length\":20000,\"hash_ids\":[0,%d]}"
                                                .formatted(i * 100, i + 1)));
        assertEquals(
                ExitCode.USAGE,
                run(
                        "route-eval",
                        "--trace=" + longAnswers,
                        "--format=mooncake",
                        "--policy=all",
                        "--load=0.5",
                        "--capacity=20",
                        "--seeds=1000",
                        "--threads=1",
                        "--minutes=" + minutes));
        String told = err.toString();
        assertTrue(told.contains("core-seconds; they may take"), told);
        assertTrue(told.contains(" GiB and " + 60 * minutes + ";"), told);
        assertTrue(told.contains("--minutes"), told);
    }

    @Test
    void refusesNoTimeAtAll() throws Exception {
        assertEquals(ExitCode.USAGE, evaluated("azure", "--policy", "balanced", "--minutes", "0"));
        assertTrue(err.toString().contains("--minutes are at least 1"), err::toString);
    }

    @Test
    void namesAllUnknownPoliciesAndBoundsTheSeeds() throws Exception {
        assertEquals(ExitCode.USAGE, evaluated("azure", "--policy", "nearest,balanced,fastest"));
        assertTrue(err.toString().contains("[nearest, fastest]"), err::toString);
        assertEquals(ExitCode.USAGE, evaluated("azure", "--policy", "balanced", "--seeds", "5000"));
        assertTrue(err.toString().contains("--seeds"), err::toString);
    }
}
