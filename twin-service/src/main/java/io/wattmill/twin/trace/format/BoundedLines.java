// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Lines of text, none of them longer than a limit in memory. */
final class BoundedLines {

    private final Reader in;
    private final int maxChars;
    private final char[] buffer = new char[8_192];
    private final StringBuilder line = new StringBuilder();
    private int at;
    private int end;
    private int number;

    BoundedLines(Reader in, int maxChars) {
        this.in = in;
        this.maxChars = maxChars;
    }

    /**
     * A line without its end.
     *
     * @param number from 1
     * @param text at most one character more than the limit, which tells that it was cut
     * @param ended false for a last line that the text ends within
     */
    record Line(int number, String text, boolean ended) {}

    /** The next line, or empty after the last. */
    Optional<Line> next() throws IOException {
        line.setLength(0);
        boolean any = false;
        boolean ended = false;
        while (!ended && line.length() <= maxChars && filled()) {
            any = true;
            ended = takeToLineEnd();
        }
        return any ? Optional.of(new Line(++number, line.toString(), ended)) : Optional.empty();
    }

    private boolean filled() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }

    private boolean takeToLineEnd() {
        while (at < end && line.length() <= maxChars) {
            char c = buffer[at++];
            if (c == '\n') {
                dropCarriageReturn();
                return true;
            }
            line.append(c);
        }
        return false;
    }

    private void dropCarriageReturn() {
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
    }
}
