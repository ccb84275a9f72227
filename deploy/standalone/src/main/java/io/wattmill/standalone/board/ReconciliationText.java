// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Reconciled windows as a table of at most 120 columns, causes last; then what is open. Energy is
 * in joules, at kWh meters in kWh; what is too small for that in microjoules.
 *
 * @param explained whether every difference has a cause
 */
public record ReconciliationText(List<String> lines, boolean explained) {

    private static final String LINE = "%-17s %-14s %-14s %14s %14s %14s %12s  %s";
    private static final int NAME = 14;
    private static final int MINUTE = 16;
    private static final String NO_CAUSE = "unexplained";
    private static final String DEVICES = "device_uj";
    private static final String HOSTS = "host_uj";
    private static final String METER = "site_meter";
    private static final long UJ_PER_J = 1_000_000L;
    private static final long UJ_PER_KWH = 3_600_000_000_000L;
    private static final int JOULE_DIGITS = 1;
    private static final int KWH_DIGITS = 6;

    public ReconciliationText {
        lines = List.copyOf(lines);
    }

    /** The table of what billing answered. */
    public static ReconciliationText of(JsonNode windows, JsonNode open) {
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
        int unexplained = 0;
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
                totals.merge(measure.path("measure").asText(), Counted.of(measure), Counted::plus);
            }
        }
        totals.forEach(
                (measure, sum) -> lines.add(line("total", "", measure, title(measure), sum, "")));
        open.forEach(window -> lines.add(open(window)));
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

    private static String open(JsonNode window) {
        String engine = window.path("engine_id").asText();
        return "open since %s  %s %s%s: waits for %s"
                .formatted(
                        cut(window.path("started_at").asText(), MINUTE).replace('T', ' '),
                        window.path("scope").asText().replace('_', ' '),
                        window.path("node_id").asText(),
                        engine.isEmpty() ? "" : "/" + engine,
                        window.path("waits_for").asText().replace('_', ' '));
    }

    private static String verdict(int windows, int quiet, int unexplained) {
        if (windows == 0) {
            return "no window has been passed by every source yet";
        }
        String all =
                windows + " windows" + (quiet > 0 ? ", %d of them empty".formatted(quiet) : "");
        return unexplained == 0
                ? "✓ %s, nothing unexplained".formatted(all)
                : "✗ %s, %d differences not explained".formatted(all, unexplained);
    }

    private static String line(JsonNode window, JsonNode measure) {
        String name = measure.path("measure").asText();
        String boundary = window.at("/meter/boundary").asText();
        return line(
                cut(window.path("started_at").asText(), MINUTE).replace('T', ' '),
                window.path("node_id").asText(),
                name,
                boundary.isEmpty() ? title(name) : title(name) + " " + boundary,
                Counted.of(measure),
                causes(name, measure) + percent(window));
    }

    private static String line(
            String when, String node, String name, String title, Counted counted, String causes) {
        long difference = counted.source() - counted.ledger();
        return LINE.formatted(
                        when,
                        cut(node, NAME),
                        cut(title, NAME),
                        amount(name, counted.ledger()),
                        gatewaysCount(name) ? amount(name, counted.gateway()) : "",
                        amount(name, counted.source()),
                        difference == 0 ? "0" : signed(name, difference),
                        causes)
                .stripTrailing();
    }

    private static boolean gatewaysCount(String measure) {
        return !Set.of(DEVICES, HOSTS, METER).contains(measure);
    }

    private static String title(String measure) {
        return switch (measure) {
            case DEVICES -> "device J";
            case HOSTS -> "host J";
            case METER -> "kWh";
            default -> measure.replace('_', ' ');
        };
    }

    private static String percent(JsonNode window) {
        JsonNode percent = window.at("/meter/difference_percent");
        return percent.isNumber() && percent.decimalValue().signum() != 0
                ? " (%+.2f %%)".formatted(percent.decimalValue())
                : "";
    }

    private static String causes(String name, JsonNode measure) {
        StringJoiner causes = new StringJoiner(", ");
        measure.path("source_differences")
                .properties()
                .forEach(cause -> causes.add(cause(name, cause.getKey(), cause.getValue())));
        measure.path("gateway_differences")
                .properties()
                .forEach(
                        cause ->
                                causes.add(
                                        "gateway "
                                                + cause(name, cause.getKey(), cause.getValue())));
        return causes.toString();
    }

    private static String cause(String measure, String name, JsonNode amount) {
        return name.replace('_', ' ') + " " + signed(measure, amount.asLong());
    }

    private static int unexplained(JsonNode measure) {
        return measure.path("source_differences").path(NO_CAUSE).asLong() != 0
                        || measure.path("gateway_differences").path(NO_CAUSE).asLong() != 0
                ? 1
                : 0;
    }

    private static String signed(String measure, long amount) {
        return (amount > 0 ? "+" : "") + amount(measure, amount);
    }

    private static String amount(String measure, long amount) {
        return switch (measure) {
            case DEVICES, HOSTS -> scaled(amount, UJ_PER_J, JOULE_DIGITS);
            case METER -> scaled(amount, UJ_PER_KWH, KWH_DIGITS);
            default -> String.format(Locale.ROOT, "%,d", amount);
        };
    }

    private static String scaled(long uj, long unit, int digits) {
        BigDecimal value =
                BigDecimal.valueOf(uj)
                        .divide(BigDecimal.valueOf(unit), digits, RoundingMode.HALF_EVEN);
        return value.signum() == 0 && uj != 0
                ? uj + " uJ"
                : String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
