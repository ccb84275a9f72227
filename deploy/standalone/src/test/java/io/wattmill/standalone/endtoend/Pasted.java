// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The commands that `up` prints, as a person would run them: copied into a shell. */
final class Pasted {
    private Pasted() {}

    /** Runs the three of them, in order. */
    static void requireAllWork(String screen) {
        var answer = run(line(screen, "ask"));
        assertTrue(answer.contains("data: [DONE]"), answer);
        var why =
                Patience.until(
                        () -> run(line(screen, "why")), said -> said.contains("tokens"), "settled");
        assertTrue(Api.parse(why).path("money").has("charged"), why);
        var board = Api.parse(run(line(screen, "board")));
        assertTrue(board.path("figures").has("tokens_per_joule"), board::toPrettyString);
    }

    private static String line(String screen, String label) {
        return screen.lines()
                .filter(line -> line.startsWith(label + " "))
                .map(line -> line.substring(label.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line for " + label + " in " + screen));
    }

    private static String run(String command) {
        try {
            var process = new ProcessBuilder(List.of("sh", "-c", command + " -s")).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), command);
            return said;
        } catch (IOException e) {
            throw new AssertionError(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command, e);
        }
    }
}
