// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        int quiet = 0;
        Map<String, Counted> totals = new LinkedHashMap<>();
        for (JsonNode window : windows) {
            boolean isQuiet = isQuiet(window);
            quiet += isQuiet ? 1 : 0;
            for (JsonNode measure : window.path("measures")) {
                if (!isQuiet) {
                    lines.add(line(window, measure));
                }
                unexplained += unexplained(measure);
                totals.merge(name(measure), Counted.of(measure), Counted::plus);
            }
        }
        totals.forEach((measure, sum) -> lines.add(line("total", "", measure, sum, "")));
        lines.add(verdict(windows.size(), quiet, unexplained));
        return new ReconciliationText(lines, unexplained == 0);
    }

    /** What the three have of one measure. */
    private record Counted(long ledger, long gateway, long source) {

        static Counted of(JsonNode measure) {
            return new Counted(
                    measure.path("ledger").asLong(),
                    measure.path("gateway").asLong(),
                    measure.path("source").asLong());
        }

        Counted plus(Counted more) {
            return new Counted(ledger + more.ledger, gateway + more.gateway, source + more.source);
        }

        boolean isZero() {
            return ledger == 0 && gateway == 0 && source == 0;
        }
    }

    /** Nobody counted anything in it. */
    private static boolean isQuiet(JsonNode window) {
        for (JsonNode measure : window.path("measures")) {
            if (!Counted.of(measure).isZero()) {
                return false;
            }
        }
        return true;
    }

    private static String verdict(int windows, int quiet, long unexplained) {
        if (windows == 0) {
            return "no window has been passed by every source yet";
        }
        String all =
                windows + " windows" + (quiet > 0 ? ", %d of them empty".formatted(quiet) : "");
        return unexplained == 0
                ? "✓ %s, nothing unexplained".formatted(all)
                : "✗ %s, %,d unexplained".formatted(all, unexplained);
    }

    private static String line(JsonNode window, JsonNode measure) {
        return line(
                cut(window.path("started_at").asText(), MINUTE).replace('T', ' '),
                window.path("node_id").asText(),
                name(measure),
                Counted.of(measure),
                causes(measure));
    }

    private static String line(
            String when, String node, String measure, Counted counted, String causes) {
        long difference = counted.source() - counted.ledger();
        return LINE.formatted(
                        when,
                        cut(node, NAME),
                        measure,
                        count(counted.ledger()),
                        count(counted.gateway()),
                        count(counted.source()),
                        difference == 0 ? "0" : "%+,d".formatted(difference),
                        causes)
                .stripTrailing();
    }

    private static String name(JsonNode measure) {
        return cut(measure.path("measure").asText().replace('_', ' '), NAME);
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
