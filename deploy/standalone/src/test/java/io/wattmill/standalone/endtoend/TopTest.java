// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code wattmill top} in a terminal: its keys, and how it gives the terminal back. */
@ExtendWith(SharedSuite.class)
class TopTest {
    private static final String CTRL_C = "\003";
    private static final String ESCAPE = "\033";
    private final LiveSuite suite;

    TopTest(LiveSuite suite) {
        this.suite = suite;
    }

    @BeforeAll
    static void aTerminalIsNeeded() {
        assumeTrue(
                Files.isExecutable(Pty.SCRIPT),
                Pty.SCRIPT + " is not installed; top is not tried in a terminal");
    }

    private Pty top(Map<String, String> more) throws IOException {
        var env = new HashMap<>(Map.of("WATTMILL_KEY", suite.keys().admin()));
        env.putAll(more);
        return Pty.wattmill(env, "top", "--url", suite.url().toString());
    }

    @Test
    void takesKeysAndGivesTheTerminalBack() throws Exception {
        try (var pty = top(Map.of())) {
            Pty.requireItFits(pty.untilShown("NODE", "wattmill top", "bound by: ", "? help"));

            pty.type("?");
            pty.untilShown(":every 5s", "Esc");
            pty.type("x");
            pty.untilShown("NODE");

            pty.type("/no such row\r");
            pty.untilGone("doomed");
            pty.untilShown("only /no such row", "MODEL");
            pty.type(ESCAPE);
            pty.untilShown("doomed");

            pty.type(":model zzz\r");
            pty.untilShown("only model zzz", "doomed");
            pty.type(":model\r");
            pty.untilShown("tok/J");
            pty.type(":every 5s\r");
            pty.untilShown("every 5 s");
            pty.type(":fly\r");
            pty.untilShown("no command ':fly'");

            pty.type(":q\r");
            pty.untilWritten("exit=0");
            assertEquals(0, pty.ended());
            pty.requireGivenBack();
        }
    }

    @Test
    void givesTheTerminalBackOnCtrlC() throws Exception {
        try (var pty = top(Map.of("NO_COLOR", "1"))) {
            Pty.requireItFits(pty.untilShown("NODE", "? help"));
            assertFalse(pty.output().contains("\033[1m"), "NO_COLOR");
            pty.type(CTRL_C);
            pty.untilWritten("exit=130");
            pty.ended();
            pty.requireGivenBack();
        }
    }

    @Test
    void fitsAnotherSizeAndGivesTheTerminalBackOnSigterm() throws Exception {
        try (var pty = top(Map.of())) {
            pty.untilShown("NODE", "? help");
            var tty = pty.tty();
            var resize = new ProcessBuilder("stty", "-F", tty, "rows", "12", "cols", "60").start();
            assertEquals(0, resize.waitFor());
            var shown = pty.untilRows(12);
            assertTrue(shown.contains("more lines"), shown);
            for (var line : shown.split("\n")) {
                assertTrue(line.length() <= 60, line);
            }
            topOf(tty).destroy();
            pty.untilWritten("exit=143");
            pty.ended();
            pty.requireGivenBack();
        }
    }

    /** The JVM on this terminal: the one descendant of ours that `top` runs in. */
    private static ProcessHandle topOf(String tty) {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("/java"))
                .filter(p -> Path.of(tty).equals(terminalOf(p)))
                .findFirst()
                .orElseThrow();
    }

    private static Path terminalOf(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/0"));
        } catch (IOException _) {
            return Path.of("");
        }
    }
}
