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
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code wattmill top} in a terminal: its keys, and how it gives the terminal back. */
@ExtendWith(SharedSuite.class)
class TopTest {
    private static final String CTRL_C = "\003";
    private static final String ESCAPE = "\033";
    private static final Pattern MODES = Pattern.compile("modes=(\\S+)");
    private static final Pattern WHO = Pattern.compile("tty=(\\S+)");
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

    /** Tells the terminal's modes before and after, and the exit code. */
    private Pty top(Map<String, String> more) throws IOException {
        var java =
                Pty.quoted(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        "io.wattmill.standalone.cli.Wattmill",
                        "top",
                        "--url",
                        suite.url().toString());
        var line =
                "trap : INT TERM; stty rows %d cols %d; echo tty=$(tty); echo modes=$(stty -g);"
                                .formatted(Pty.ROWS, Pty.COLUMNS)
                        + " "
                        + java
                        + "; "
                        + "echo exit=$?; echo modes=$(stty -g)";
        var env = new HashMap<>(Map.of("WATTMILL_KEY", suite.keys().admin()));
        env.putAll(more);
        return Pty.run(line, env);
    }

    @Test
    void takesKeysAndGivesTheTerminalBack() throws Exception {
        try (var pty = top(Map.of())) {
            var shown = pty.untilShown("NODE");
            assertTrue(shown.contains("wattmill top"), shown);
            assertTrue(shown.contains("bound by: "), shown);
            assertTrue(shown.contains("? help"), shown);
            requireItFits(shown);

            pty.type("?");
            assertTrue(pty.untilShown(":every 5s").contains("Esc"), "help");
            pty.type("x");
            pty.untilShown("NODE");

            pty.type("/no such row\r");
            pty.untilGone("doomed");
            assertTrue(pty.untilShown("only /no such row").contains("MODEL"), "heads stay");
            pty.type(ESCAPE);
            pty.untilShown("doomed");

            pty.type(":model zzz\r");
            shown = pty.untilShown("only model zzz");
            assertTrue(shown.contains("doomed"), "nodes stay: " + shown);
            pty.type(":model\r");
            pty.untilShown("tok/J");
            pty.type(":every 5s\r");
            pty.untilShown("every 5 s");
            pty.type(":fly\r");
            pty.untilShown("no command ':fly'");

            pty.type(":q\r");
            pty.untilWritten("exit=0");
            assertEquals(0, pty.ended());
            requireGivenBack(pty);
        }
    }

    @Test
    void givesTheTerminalBackOnCtrlC() throws Exception {
        try (var pty = top(Map.of("NO_COLOR", "1"))) {
            requireItFits(pty.untilShown("NODE"));
            assertFalse(pty.output().contains("\033[1m"), "NO_COLOR");
            pty.type(CTRL_C);
            pty.untilWritten("exit=130");
            pty.ended();
            requireGivenBack(pty);
        }
    }

    @Test
    void fitsAnotherSizeAndGivesTheTerminalBackOnSigterm() throws Exception {
        try (var pty = top(Map.of())) {
            pty.untilShown("NODE");
            var tty = found(WHO, pty.output()).getFirst();
            var resize = new ProcessBuilder("stty", "-F", tty, "rows", "12", "cols", "60").start();
            assertEquals(0, resize.waitFor());
            var shown = pty.untilShown("more lines");
            assertEquals(12, shown.split("\n").length, shown);
            for (var line : shown.split("\n")) {
                assertTrue(line.length() <= 60, line);
            }
            topOf(tty).destroy();
            pty.untilWritten("exit=143");
            pty.ended();
            requireGivenBack(pty);
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

    private static void requireItFits(String screen) {
        var lines = screen.split("\n");
        assertEquals(Pty.ROWS, lines.length, screen);
        for (var line : lines) {
            assertTrue(line.length() <= Pty.COLUMNS, line);
        }
    }

    private static void requireGivenBack(Pty pty) {
        var modes = found(MODES, pty.output());
        assertEquals(2, modes.size(), pty::output);
        assertEquals(modes.getFirst(), modes.getLast(), "stty -g before and after");
        int left = pty.output().lastIndexOf("\033[?25h\033[?1049l");
        assertTrue(left > pty.output().lastIndexOf("\033[?1049h"), "the first screen, the cursor");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text.replace("\r", "")).results().map(r -> r.group(1)).toList();
    }
}
