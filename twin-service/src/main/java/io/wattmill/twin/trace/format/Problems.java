// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, up to a limit. */
final class Problems {

    private final int max;
    private final List<TraceProblem> found = new ArrayList<>();
    private String suffix = "";

    Problems(int max) {
        this.max = max;
    }

    /** What follows is in this file: one of several. */
    void in(String file) {
        suffix = " (in " + file + ")";
    }

    void add(int line, String field, String message) {
        if (!isFull()) {
            found.add(new TraceProblem(line, field, message + suffix));
        }
    }

    /** Tells of a line that has problems, counted from {@code before}, why it may have them. */
    void tellIfCut(BoundedLines.Line line, int before) {
        if (!line.ended() && found.size() > before) {
            add(
                    line.number(),
                    "",
                    "is where the file breaks off; fetch it again, or delete this line");
        }
    }

    boolean isFull() {
        return found.size() >= max;
    }

    int count() {
        return found.size();
    }

    List<TraceProblem> found() {
        return List.copyOf(found);
    }
}
