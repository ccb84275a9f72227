// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.trace.format.BoundedLines.Line;

/** Reads the fields of one row; what is wrong with them is told with line, name and value. */
final class RowFields {

    private static final int MAX_SHOWN = 40;

    private final JsonNode row;
    private final Line line;
    private final Problems problems;
    private boolean bad;

    RowFields(JsonNode row, Line line, Problems problems) {
        this.row = row;
        this.line = line;
        this.problems = problems;
    }

    /** A whole number from {@code min} to {@code max}; {@code min} when it is not one. */
    long whole(String field, long min, long max) {
        JsonNode value = row.path(field);
        if (value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= min
                && value.longValue() <= max) {
            return value.longValue();
        }
        String found = value.isMissingNode() ? "is missing" : "is " + brief(value);
        problem(field, found + "; want a whole number from " + min + " to " + max);
        return min;
    }

    /** A list of whole numbers; empty when it is not one. */
    long[] wholes(String field) {
        JsonNode list = row.path(field);
        long[] values = new long[list.isArray() ? list.size() : 0];
        boolean valid = list.isArray();
        for (int i = 0; valid && i < values.length; i++) {
            JsonNode value = list.get(i);
            valid = value.isIntegralNumber() && value.canConvertToLong();
            values[i] = value.longValue();
        }
        if (!valid) {
            problem(field, "is not a list of whole numbers");
        }
        return values;
    }

    /** A text; empty when it is not one. */
    String text(String field) {
        JsonNode value = row.path(field);
        if (!value.isTextual()) {
            problem(
                    field,
                    (value.isMissingNode() ? "is missing" : "is " + brief(value))
                            + "; want a text");
        }
        return value.asText("");
    }

    private void problem(String field, String message) {
        bad = true;
        problems.add(line.number(), field, message);
    }

    /** Whether something was wrong. */
    boolean areBad() {
        return bad;
    }

    private static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
