// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.terminal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal of this process with keys that come as they are pressed and are not echoed. Modes
 * are set by {@code stty}, which every Unix has, so that no native code is needed; Ctrl-C stays a
 * signal. Closing puts the modes back, once.
 */
public final class Terminal implements AutoCloseable {

    private static final File TTY = new File("/dev/tty");
    private static final long STTY_SECONDS = 2;
    private static final Size USUAL = new Size(24, 80);

    private final String modes;
    private boolean closed;

    /** How much fits on it. */
    public record Size(int rows, int columns) {}

    private Terminal(String modes) {
        this.modes = modes;
    }

    /** This process's terminal; empty where there is none or it cannot be set. */
    public static Optional<Terminal> open() {
        Optional<Terminal> terminal = stty("-g").map(Terminal::new);
        return terminal.filter(_ -> stty("-icanon", "-echo", "min", "1", "time", "0").isPresent());
    }

    /** Its size now; that of a usual one where it does not tell. */
    public Size size() {
        return stty("size").flatMap(Terminal::size).orElse(USUAL);
    }

    /** How wide this process's terminal is; empty where there is none or it does not tell. */
    public static Optional<Integer> columns() {
        return stty("size").flatMap(Terminal::size).map(Size::columns);
    }

    private static Optional<Size> size(String said) {
        String[] words = said.split(" ");
        boolean told = words.length == 2 && (words[0] + words[1]).matches("[0-9]{2,8}");
        return told
                ? Optional.of(new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1])))
                        .filter(size -> size.rows() > 0 && size.columns() > 0)
                : Optional.empty();
    }

    /** What stty says; empty when it fails. */
    private static Optional<String> stty(String... words) {
        List<String> line = new ArrayList<>(List.of("stty"));
        line.addAll(List.of(words));
        try {
            Process stty = new ProcessBuilder(line).redirectInput(TTY).start();
            try (InputStream out = stty.getInputStream()) {
                String said = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
                boolean well = stty.waitFor(STTY_SECONDS, TimeUnit.SECONDS);
                return well && stty.exitValue() == 0 ? Optional.of(said) : Optional.empty();
            }
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stty(modes);
        }
    }
}
