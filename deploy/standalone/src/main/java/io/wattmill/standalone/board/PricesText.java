// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code /billing/prices} answers, as lines for a terminal. */
public final class PricesText {

    private PricesText() {}

    /** The lines of an answer, by what it says that it is. */
    public static String of(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        switch (answer.path("object").asText()) {
            case "wattmill.prices" -> versions(answer, lines);
            case "wattmill.price_book" -> book(answer, lines);
            case "wattmill.price_diff" -> diff(answer, lines);
            case "wattmill.price_import" -> imported(answer, lines);
            case "wattmill.price_dry_run" -> rehearsal(answer, lines);
            case "wattmill.price_activation" ->
                    lines.add("version " + answer.path("version").asInt() + " is activated");
            default -> lines.add(answer.toPrettyString());
        }
        return String.join("\n", lines) + "\n";
    }

    /** Text as a query carries it. */
    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void versions(JsonNode answer, List<String> lines) {
        lines.add(
                format(
                        "%-8s %-10s %-14s %7s %7s  %-22s %s",
                        "VERSION", "STATE", "ORIGIN", "MODELS", "LINES", "FROM", "NOTE"));
        for (JsonNode v : answer.path("data")) {
            lines.add(
                    format(
                            "%-8d %-10s %-14s %7d %7d  %-22s %s",
                            v.path("version").asInt(),
                            v.path("state").asText(),
                            v.path("origin").asText(),
                            v.path("models").asInt(),
                            v.path("lines").asInt(),
                            instant(v.path("valid_from_us")),
                            v.path("note").asText()));
        }
    }

    private static String instant(JsonNode us) {
        return us.isNumber()
                ? Instant.EPOCH
                        .plus(us.longValue(), ChronoUnit.MICROS)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                : "never";
    }

    private static void book(JsonNode answer, List<String> lines) {
        JsonNode version = answer.path("version");
        lines.add(
                "version "
                        + version.path("version").asInt()
                        + ", "
                        + version.path("state").asText()
                        + ", "
                        + version.path("currency").asText()
                        + " per 1,000,000 tokens");
        answer.path("lines").forEach(line -> lines.add("  " + line(line)));
        answer.path("monthly").forEach(schedule -> lines.add("  by month: " + schedule));
    }

    private static String line(JsonNode line) {
        StringBuilder text = new StringBuilder();
        text.append(
                format(
                        "%-32s %-15s %14s",
                        line.path("model").asText(),
                        line.path("meter").asText(),
                        line.path("per_mtok").decimalValue().toPlainString()));
        for (String name : List.of("organization", "project", "tier", "time", "above_input")) {
            if (!line.path(name).isNull() && !line.path(name).isMissingNode()) {
                text.append("  ").append(name).append(' ').append(line.path(name).asText());
            }
        }
        return text.toString();
    }

    private static void diff(JsonNode answer, List<String> lines) {
        answer.path("removed").forEach(line -> lines.add("- " + line(line)));
        answer.path("added").forEach(line -> lines.add("+ " + line(line)));
        if (lines.isEmpty()) {
            lines.add("no line differs");
        }
    }

    private static void imported(JsonNode answer, List<String> lines) {
        int version = answer.path("version").asInt();
        lines.add(
                "draft "
                        + version
                        + ": "
                        + answer.path("models").asInt()
                        + " models, "
                        + answer.path("lines").asInt()
                        + " lines");
        for (JsonNode note : answer.path("left_out")) {
            lines.add(
                    "  left out "
                            + note.path("times").asInt()
                            + " ×  "
                            + note.path("what").asText()
                            + "  ("
                            + note.path("example").asText()
                            + ")");
        }
        lines.add("next      ./wattmill prices activate " + version);
    }

    private static void rehearsal(JsonNode answer, List<String> lines) {
        lines.add(
                format(
                        "%-20s %-28s %10s %16s %16s %16s %9s",
                        "PROJECT",
                        "MODEL",
                        "REQUESTS",
                        "CHARGED",
                        "WOULD BE",
                        "DIFFERENCE",
                        "UNPRICED"));
        BigDecimal total = BigDecimal.ZERO;
        for (JsonNode row : answer.path("data")) {
            total = total.add(row.path("difference").decimalValue());
            lines.add(
                    format(
                            "%-20s %-28s %10d %16s %16s %16s %9d",
                            row.path("project_id").asText(),
                            row.path("model").asText(),
                            row.path("requests").asLong(),
                            row.path("charged").decimalValue().toPlainString(),
                            row.path("would_be").decimalValue().toPlainString(),
                            row.path("difference").decimalValue().toPlainString(),
                            row.path("unpriced_now").asLong()));
        }
        lines.add("difference in all: " + total.toPlainString());
        if (!answer.path("is_complete").asBoolean()) {
            lines.add("there are more rows: ask for a shorter period");
        }
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
