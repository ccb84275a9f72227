// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ctrl-C of a comparison of policies, in a terminal. */
class RouteEvalCancelTest {
    private static final String CTRL_C = "\u0003";
    private static final int REQUESTS = 100_000;

    /** Of two runs after each other the first one is under way. */
    private static final Pattern IN_THE_FIRST = Pattern.compile("running +[1-9]\\d?\\.");

    /** The second one is. */
    private static final Pattern IN_THE_SECOND = Pattern.compile("running +(5[1-9]|[6-9]\\d)\\.");

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void trace() throws IOException {
        assumeTrue(
                Files.isExecutable(Pty.SCRIPT),
                Pty.SCRIPT + " is not installed; Ctrl-C is not tried in a terminal");
        Files.writeString(
                folder.resolve("trace.jsonl"),
                IntStream.range(0, REQUESTS)
                        .mapToObj(RouteEvalCancelTest::request)
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private static String request(int i) {
        return "{\"timestamp\":%d,\"input_length\":600,\"output_length\":60,\"hash_ids\":[0,%d]}"
                .formatted(i * 50L, i + 1);
    }

    private Pty evaluation() throws IOException {
        return Pty.wattmill(
                Map.of(),
                "route-eval",
                "--trace=" + folder.resolve("trace.jsonl"),
                "--format=mooncake",
                "--policy=round-robin,least-request",
                "--load=0.9",
                "--capacity=20",
                "--seeds=1",
                "--threads=1",
                "--limit=" + REQUESTS);
    }

    private static String interrupted(Pty evaluation, Pattern underWay) throws Exception {
        Patience.until(
                evaluation::output,
                all -> underWay.matcher(all).find() || all.contains("exit="),
                "as far as " + underWay);
        evaluation.type(CTRL_C);
        evaluation.untilWritten("exit=");
        evaluation.ended();
        return evaluation.output();
    }

    @Test
    void tellsOfThePolicyThatWasThrough() throws Exception {
        try (var evaluation = evaluation()) {
            String told = interrupted(evaluation, IN_THE_SECOND);
            assertTrue(told.contains("exit=130"), told);
            assertTrue(told.contains("ended when 1 of 2 policies were through"), told);
            assertTrue(told.contains("\nround-robin "), told);
            assertFalse(told.contains("\nleast-request "), told);
        }
    }

    @Test
    void saysThatNoneWas() throws Exception {
        try (var evaluation = evaluation()) {
            String told = interrupted(evaluation, IN_THE_FIRST);
            assertTrue(told.contains("exit=130"), told);
            assertTrue(told.contains("ended when 0 of 2 policies were through"), told);
        }
    }
}
