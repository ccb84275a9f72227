// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table as wide as it needs to be: the first column left, the others right, two spaces between.
 *
 * @param heads of the columns
 * @param rows as many cells each
 */
record Grid(List<String> heads, List<List<String>> rows) {

    private static final String BETWEEN = "  ";

    /** The lines, without spaces at their ends. */
    List<String> lines() {
        List<List<String>> all = new ArrayList<>(List.of(heads));
        all.addAll(rows);
        int[] widths =
                IntStream.range(0, heads.size()).map(column -> widest(all, column)).toArray();
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static int widest(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String room = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? cell + room : BETWEEN + room + cell);
        }
        return line.toString().stripTrailing();
    }
}
