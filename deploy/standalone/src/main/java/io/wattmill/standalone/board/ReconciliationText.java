// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Reconciled windows as a table of at most 120 columns, causes last.
 *
 * @param explained whether every difference has a cause
 */
public record ReconciliationText(List<String> lines, boolean explained) {

    private static final String LINE = "%-17s %-14s %-14s %14s %14s %14s %12s  %s";
    private static final int NAME = 14;
    private static final int MINUTE = 16;
    private static final String NO_CAUSE = "unexplained";

    public ReconciliationText {
        lines = List.copyOf(lines);
    }

    /** The table of what billing answered. */
    public static ReconciliationText of(JsonNode windows) {
        List<String> lines = new ArrayList<>();
        lines.add(
                LINE.formatted(
                        "WINDOW",
                        "NODE",
                        "MEASURE",
                        "LEDGER",
                        "GATEWAY",
                        "SOURCE",
                        "DIFFERENCE",
                        "CAUSE"));
        long unexplained = 0;
        for (JsonNode window : windows) {
            for (JsonNode measure : window.path("measures")) {
                lines.add(line(window, measure));
                unexplained += unexplained(measure);
            }
        }
        lines.add(verdict(windows.size(), unexplained));
        return new ReconciliationText(lines, unexplained == 0);
    }

    private static String verdict(int windows, long unexplained) {
        if (windows == 0) {
            return "no window has been passed by every source yet";
        }
        return unexplained == 0
                ? "✓ %d windows, nothing unexplained".formatted(windows)
                : "✗ %d windows, %,d unexplained".formatted(windows, unexplained);
    }

    private static String line(JsonNode window, JsonNode measure) {
        long ledger = measure.path("ledger").asLong();
        long source = measure.path("source").asLong();
        return LINE.formatted(
                        cut(window.path("started_at").asText(), MINUTE).replace('T', ' '),
                        cut(window.path("node_id").asText(), NAME),
                        cut(measure.path("measure").asText(), NAME),
                        count(ledger),
                        count(measure.path("gateway").asLong()),
                        count(source),
                        source == ledger ? "0" : "%+,d".formatted(source - ledger),
                        causes(measure))
                .stripTrailing();
    }

    private static String causes(JsonNode measure) {
        StringJoiner causes = new StringJoiner(", ");
        measure.path("source_differences")
                .properties()
                .forEach(cause -> causes.add(cause(cause.getKey(), cause.getValue())));
        measure.path("gateway_differences")
                .properties()
                .forEach(cause -> causes.add("gateway " + cause(cause.getKey(), cause.getValue())));
        return causes.toString();
    }

    private static String cause(String name, JsonNode amount) {
        return "%s %+,d".formatted(name.replace('_', ' '), amount.asLong());
    }

    private static long unexplained(JsonNode measure) {
        return Math.abs(measure.path("source_differences").path(NO_CAUSE).asLong())
                + Math.abs(measure.path("gateway_differences").path(NO_CAUSE).asLong());
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
