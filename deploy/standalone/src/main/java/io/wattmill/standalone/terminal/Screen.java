// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.terminal;

import java.io.PrintWriter;
import java.util.List;

/**
 * Lines that are redrawn in place on the terminal's second screen. Only lines that changed are
 * written, so that a slow connection stays quiet; closing gives the terminal back as it was.
 */
public final class Screen implements AutoCloseable {

    private static final String CLEAR = "\033[2J";
    private static final String ENTER = "\033[?1049h\033[?25l" + CLEAR;
    private static final String LEAVE = "\033[?25h\033[?1049l";

    private final PrintWriter out;
    private List<String> shown = List.of();
    private boolean closed;

    public Screen(PrintWriter out) {
        this.out = out;
        out.print(ENTER);
        out.flush();
    }

    /** Shows these lines instead of the ones before. */
    public synchronized void show(List<String> lines) {
        if (closed) {
            return;
        }
        for (int i = 0; i < Math.max(lines.size(), shown.size()); i++) {
            String line = at(lines, i);
            if (!line.equals(at(shown, i))) {
                out.print("\033[" + (i + 1) + ";1H" + line + "\033[K");
            }
        }
        out.flush();
        shown = List.copyOf(lines);
    }

    /** Forgets what is shown: the terminal may have moved it about. */
    public synchronized void clear() {
        if (!closed) {
            out.print(CLEAR);
            shown = List.of();
        }
    }

    private static String at(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            out.print(LEAVE);
            out.flush();
        }
    }
}
