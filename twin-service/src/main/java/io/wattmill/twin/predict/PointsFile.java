// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of serving points.
 *
 * @param header columns, in order
 * @param rows cells of each row; one that has not as many as there are columns cannot be told
 */
public record PointsFile(List<String> header, List<List<String>> rows) {
    /** Rows beyond which a file is refused. */
    public static final int MOST_ROWS = 200_000;

    /** Characters of a line beyond which a file is refused. */
    public static final int LONGEST_LINE = 65_536;

    private static final List<String> NEEDED =
            List.of("backend", "model_path", "system", "isl", "osl", "tp_size", "batch_size");

    /** Copies its lists. */
    public PointsFile {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a header and rows.
     *
     * @throws PointsProblem where it is none, with line and column
     */
    public static PointsFile read(BufferedReader text) throws IOException {
        String first =
                line(text, 1)
                        .orElseThrow(
                                () ->
                                        new PointsProblem(
                                                1,
                                                0,
                                                "the file is empty; it begins with a header"));
        List<String> header = CsvLine.cells(withoutMark(first), 1);
        List<String> missing = NEEDED.stream().filter(name -> !header.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new PointsProblem(1, 0, "no column " + missing + "; the header names them");
        }
        return new PointsFile(header, rows(text));
    }

    private static List<List<String>> rows(BufferedReader text) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        int number = 2;
        for (var line = line(text, number); line.isPresent(); line = line(text, number)) {
            if (rows.size() == MOST_ROWS) {
                throw new PointsProblem(number, 0, "more than " + MOST_ROWS + " rows; split it");
            }
            if (!line.get().isBlank()) {
                rows.add(CsvLine.cells(line.get(), number));
            }
            number++;
        }
        return rows;
    }

    /** The next line, of which never more than the longest is held; empty at the end. */
    private static Optional<String> line(BufferedReader text, int number) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = text.read();
        boolean ended = next < 0;
        while (next >= 0 && next != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw new PointsProblem(number, LONGEST_LINE, "longer than " + LONGEST_LINE);
            }
            line.append((char) next);
            next = text.read();
        }
        return ended ? Optional.empty() : Optional.of(withoutReturn(line.toString()));
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** Spreadsheets begin UTF-8 with a byte order mark. */
    private static String withoutMark(String first) {
        return first.startsWith("\uFEFF") ? first.substring(1) : first;
    }

    /** What is wrong with a row's number of cells. */
    Optional<String> misfit(List<String> row) {
        return row.size() == header.size()
                ? Optional.empty()
                : Optional.of("has " + row.size() + " of " + header.size() + " cells");
    }

    /** A row by its columns' names. */
    PointRow point(List<String> row) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < Math.min(row.size(), header.size()); i++) {
            cells.put(header.get(i), row.get(i));
        }
        return new PointRow(cells);
    }
}
