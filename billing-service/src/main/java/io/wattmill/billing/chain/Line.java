// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A row as one line of text: the name of its table and its columns, separated by tabs. Tabs, line
 * ends and backslashes within a value are escaped with a backslash, a missing value is {@code \N}:
 * the text format of PostgreSQL's COPY. It is the leaf of the hash chain and the line of a dump.
 */
public record Line(String table, List<Optional<String>> values) {

    private static final String MISSING = "\\N";
    private static final String TAB = "\t";

    public Line {
        values = List.copyOf(values);
    }

    /** The text, without an end of line. */
    public String text() {
        return table
                + TAB
                + values.stream()
                        .map(value -> value.map(Line::escape).orElse(MISSING))
                        .collect(Collectors.joining(TAB));
    }

    /** The line that {@link #text} gave. */
    public static Line parse(String text) {
        List<String> fields = Arrays.asList(text.split(TAB, -1));
        return new Line(
                fields.getFirst(),
                fields.subList(1, fields.size()).stream()
                        .map(field -> Optional.of(field).filter(f -> !f.equals(MISSING)))
                        .map(field -> field.map(Line::unescape))
                        .toList());
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder value = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            boolean escaped = c == '\\' && i + 1 < field.length();
            value.append(escaped ? unescape(field.charAt(++i)) : c);
        }
        return value.toString();
    }

    private static char unescape(char escaped) {
        return switch (escaped) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> escaped;
        };
    }
}
