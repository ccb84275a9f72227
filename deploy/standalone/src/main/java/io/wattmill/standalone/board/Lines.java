// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import java.util.ArrayList;
import java.util.List;

/** The lines of a view of one moment as they come together, none wider than the view. */
final class Lines {
    private final int width;
    private final Ink ink;
    private final List<String> lines = new ArrayList<>();

    Lines(int width, Ink ink) {
        this.width = width;
        this.ink = ink;
    }

    /** The first line: what it is on the left, its time on the right where there is room. */
    void head(String left, String right) {
        int gap = width - left.length() - right.length();
        lines.add(gap > 0 ? ink.bold(left) + " ".repeat(gap) + right : Words.cut(left, width));
    }

    /** An empty line and the heads of a table. */
    void section(String heads) {
        lines.add("");
        lines.add(ink.dim(fitted(heads)));
    }

    void add(String line) {
        lines.add(fitted(line));
    }

    /** A line that must be seen. */
    void loud(String line) {
        lines.add(ink.bold(fitted(line)));
    }

    /** A line about what is not as it should be. */
    void warn(String line) {
        lines.add(ink.warn(fitted(line)));
    }

    /** As {@link #warn} when it is true, else as {@link #add}. */
    void warnIf(boolean alarming, String line) {
        if (alarming) {
            warn(line);
        } else {
            add(line);
        }
    }

    List<String> list() {
        return List.copyOf(lines);
    }

    private String fitted(String line) {
        return Words.cut(line, width).stripTrailing();
    }
}
