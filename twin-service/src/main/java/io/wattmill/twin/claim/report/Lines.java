// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.report;

import java.util.ArrayList;
import java.util.List;

/** Text in two columns: a word, and beside it lines that end before the margin. */
final class Lines {
    private static final int COLUMNS = 100;
    private static final int WORD = 10;

    private final StringBuilder text = new StringBuilder();

    /** A word and what it is about. */
    Lines row(String word, String said) {
        return put(word, said, WORD);
    }

    /** More about the last word. */
    Lines more(String said) {
        return put("", said, WORD);
    }

    /** Something below what was said, set in. */
    Lines below(String said) {
        return put("", said, WORD + 2);
    }

    private Lines put(String word, String said, int indent) {
        String margin = word;
        for (var line : wrapped(said, COLUMNS - indent)) {
            text.append(margin).append(" ".repeat(Math.max(1, indent - margin.length())));
            text.append(line).append('\n');
            margin = "";
        }
        return this;
    }

    private static List<String> wrapped(String said, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : said.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
