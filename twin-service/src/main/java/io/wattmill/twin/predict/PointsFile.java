// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of serving points.
 *
 * @param header columns, in order
 * @param rows cells of each row, as many as columns
 */
public record PointsFile(List<String> header, List<List<String>> rows) {
    /** Rows beyond which a file is refused. */
    public static final int MOST_ROWS = 200_000;

    /** Characters of a line beyond which a file is refused. */
    public static final int LONGEST_LINE = 65_536;

    private static final List<String> NEEDED =
            List.of("backend", "model_path", "system", "isl", "osl", "tp_size", "batch_size");

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
        String first = text.readLine();
        if (first == null) {
            throw new PointsProblem(1, 0, "the file is empty; it begins with a header");
        }
        List<String> header = CsvLine.cells(bounded(first, 1), 1);
        List<String> missing = NEEDED.stream().filter(name -> !header.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new PointsProblem(1, 0, "no column " + missing + "; the header names them");
        }
        return new PointsFile(header, rows(text, header.size()));
    }

    private static List<List<String>> rows(BufferedReader text, int columns) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        int number = 2;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            if (rows.size() == MOST_ROWS) {
                throw new PointsProblem(number, 0, "more than " + MOST_ROWS + " rows; split it");
            }
            if (!line.isBlank()) {
                rows.add(row(CsvLine.cells(bounded(line, number), number), columns, number));
            }
            number++;
        }
        return rows;
    }

    private static List<String> row(List<String> cells, int columns, int number) {
        if (cells.size() != columns) {
            throw new PointsProblem(
                    number, cells.size(), "has " + cells.size() + " of " + columns + " cells");
        }
        return cells;
    }

    private static String bounded(String line, int number) {
        if (line.length() > LONGEST_LINE) {
            throw new PointsProblem(number, LONGEST_LINE, "longer than " + LONGEST_LINE);
        }
        return line;
    }

    /** A row by its columns' names. */
    PointRow point(List<String> row) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < row.size(); i++) {
            cells.put(header.get(i), row.get(i));
        }
        return new PointRow(cells);
    }
}
