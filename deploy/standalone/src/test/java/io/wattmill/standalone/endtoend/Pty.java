// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command in a pseudo-terminal of 24 rows and 80 columns, made by util-linux's {@code script},
 * and the screen that its output draws.
 */
final class Pty implements AutoCloseable {
    static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final String ENV = "/usr/bin/env";
    static final int ROWS = 24;
    static final int COLUMNS = 80;
    private static final Pattern MODES = Pattern.compile("modes=(\\S+)");
    private static final Pattern WHO = Pattern.compile("tty=(\\S+)");
    private static final Pattern UNFINISHED = Pattern.compile("\033(\\[[?0-9;]*)?$");
    private static final Pattern CODE = Pattern.compile("\033\\[([?0-9;]*)([@-~])");

    private final Process process;
    private final Thread reader;
    private final OutputStream keys;
    private final StringBuffer output = new StringBuffer();

    private Pty(Process process) {
        this.process = process;
        this.keys = process.getOutputStream();
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /**
     * Runs a line of shell. Ctrl-C works in it even where these tests were started in the
     * background, which has everything below ignore it.
     */
    static Pty run(String line, Map<String, String> env) throws IOException {
        var builder =
                new ProcessBuilder(ENV, "--default-signal=INT", SCRIPT.toString(), "-qec")
                        .redirectErrorStream(true);
        builder.command().addAll(List.of(line, "/dev/null"));
        builder.environment().putAll(env);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("SHELL", "/bin/sh");
        return new Pty(builder.start());
    }

    /**
     * Runs a command of the command line, on the classes under test; it tells its terminal, the
     * terminal's modes before and after, and the exit code.
     */
    static Pty wattmill(Map<String, String> env, String... words) throws IOException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        line.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        line.add("io.wattmill.standalone.cli.Wattmill");
        line.addAll(List.of(words));
        return run(
                "trap : INT TERM; stty rows %d cols %d; echo tty=$(tty); echo modes=$(stty -g);"
                                .formatted(ROWS, COLUMNS)
                        + " "
                        + quoted(line.toArray(String[]::new))
                        + "; echo exit=$?; echo modes=$(stty -g)",
                env);
    }

    private void read() {
        try (InputStream in = process.getInputStream();
                var text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            var part = new char[4_096];
            for (int read = text.read(part); read >= 0; read = text.read(part)) {
                output.append(part, 0, read);
            }
        } catch (IOException _) {
            output.append("\n[gone]");
        }
    }

    void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** Everything that was written, codes included. */
    String output() {
        return output.toString();
    }

    /** Waits until everything written contains a text. */
    void untilWritten(String text) {
        Patience.until(this::output, all -> all.contains(text), "written: " + text);
    }

    /**
     * Waits until the screen shows all these texts: it may be drawn in several goes; the screen.
     */
    String untilShown(String... texts) {
        return Patience.until(
                this::screen,
                all -> Stream.of(texts).allMatch(all::contains),
                "shown: " + String.join(", ", texts));
    }

    /** Waits until the screen shows a text no more; the screen. */
    String untilGone(String text) {
        return Patience.until(this::screen, all -> !all.contains(text), "gone: " + text);
    }

    /** Waits until the screen has so many rows; the screen. */
    String untilRows(int rows) {
        return Patience.until(this::screen, all -> all.split("\n").length == rows, rows + " rows");
    }

    /** What the second screen shows, by the codes that {@code top} uses; no others are known. */
    String screen() {
        List<StringBuilder> rows = new ArrayList<>();
        String all = output();
        Matcher code = CODE.matcher(all);
        int row = 0;
        int at = 0;
        while (code.find(at)) {
            write(rows, row, all.substring(at, code.start()));
            switch (code.group(2)) {
                case "H" -> {
                    row = Integer.parseInt(code.group(1).split(";")[0]) - 1;
                    line(rows, row).setLength(0);
                }
                case "J" -> rows.clear();
                case "K", "h", "l", "m" -> {}
                default -> throw new AssertionError("what is " + code.group() + "?");
            }
            at = code.end();
        }
        write(rows, row, UNFINISHED.matcher(all.substring(at)).replaceFirst(""));
        return String.join("\n", rows);
    }

    private static void write(List<StringBuilder> rows, int row, String text) {
        line(rows, row).append(text);
    }

    private static StringBuilder line(List<StringBuilder> rows, int row) {
        while (rows.size() <= row) {
            rows.add(new StringBuilder());
        }
        return rows.get(row);
    }

    /** Where it runs; of {@link #wattmill} only. */
    String tty() {
        return told(WHO).getFirst();
    }

    private List<String> told(Pattern pattern) {
        return pattern.matcher(output().replace("\r", "")).results().map(r -> r.group(1)).toList();
    }

    /** A screen has as many lines as there are rows, none longer than a row. */
    static void requireItFits(String screen) {
        var lines = screen.split("\n");
        assertEquals(ROWS, lines.length, screen);
        for (var line : lines) {
            assertTrue(line.length() <= COLUMNS, line);
        }
    }

    /** The terminal's modes, its first screen and its cursor are as they were. */
    void requireGivenBack() {
        var modes = told(MODES);
        assertEquals(2, modes.size(), this::output);
        assertEquals(modes.getFirst(), modes.getLast(), "stty -g before and after");
        int left = output().lastIndexOf("\033[?25h\033[?1049l");
        assertTrue(left > output().lastIndexOf("\033[?1049h"), "the first screen, the cursor");
    }

    /** Waits for its end and for the last that it wrote; its exit code. */
    int ended() throws InterruptedException {
        if (!process.waitFor(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                || !reader.join(Patience.LIMIT)) {
            throw new AssertionError("did not end: " + screen());
        }
        return process.exitValue();
    }

    /** A word of shell that is taken as it is. */
    static String quoted(String... words) {
        return String.join(
                " ", Arrays.stream(words).map(w -> "'" + w.replace("'", "'\\''") + "'").toList());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
