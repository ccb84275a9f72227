// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated values (RFC 4180, without line ends inside quotes). */
final class CsvLine {
    private CsvLine() {}

    /** Its cells; {@code number} is the line's, from 1, for what is wrong with it. */
    static List<String> cells(String line, int number) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            boolean quoted = at < line.length() && line.charAt(at) == '"';
            int end = quoted ? closing(line, at, number, cells.size() + 1) : comma(line, at);
            cells.add(
                    quoted
                            ? line.substring(at + 1, end).replace("\"\"", "\"")
                            : line.substring(at, end));
            at = quoted ? afterQuote(line, end, number, cells.size()) : end + 1;
        }
        return cells;
    }

    /** The text as a cell. */
    static String quoted(String cell) {
        boolean plain = cell.indexOf(',') < 0 && cell.indexOf('"') < 0;
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static int comma(String line, int from) {
        int comma = line.indexOf(',', from);
        return comma < 0 ? line.length() : comma;
    }

    private static int closing(String line, int open, int number, int column) {
        int at = line.indexOf('"', open + 1);
        while (at >= 0 && at + 1 < line.length() && line.charAt(at + 1) == '"') {
            at = line.indexOf('"', at + 2);
        }
        if (at < 0) {
            throw new PointsProblem(number, column, "a quote is not closed; close it");
        }
        return at;
    }

    private static int afterQuote(String line, int quote, int number, int column) {
        if (quote + 1 < line.length() && line.charAt(quote + 1) != ',') {
            throw new PointsProblem(number, column, "text after a closed quote; remove it");
        }
        return quote + 2;
    }
}
