// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines at its spaces, but never at {@link #GLUE}. */
final class Wrap {
    /** A space that keeps its neighbours on one line; shown as a plain one. */
    static final char GLUE = '\u00a0';

    private Wrap() {}

    /** At least one line; none longer than {@code columns} unless a single word is. */
    static List<String> lines(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString().replace(GLUE, ' '));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString().replace(GLUE, ' '));
        return lines;
    }
}
