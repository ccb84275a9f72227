// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.cut;
import static io.wattmill.standalone.board.Words.exact;
import static io.wattmill.standalone.board.Words.text;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Budgets and limits as billing lists them, one line each, of at most 96 columns. */
public final class BudgetLines {

    private static final String LINE = "%-14s %-20s %-20s %-6s %-4s %10s %10s";
    private static final int NAME = 14;
    private static final int OWNER = 20;
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;

    private BudgetLines() {}

    /** The lines; one that says so when there are none. */
    public static List<String> of(JsonNode budgets) {
        if (budgets.isEmpty()) {
            return List.of("no budgets; see ./wattmill budgets set --help");
        }
        List<String> lines = new ArrayList<>();
        lines.add(LINE.formatted("BUDGET", "FOR", "AMOUNT", "WINDOW", "MODE", "SPENT", "LEFT"));
        budgets.forEach(budget -> lines.add(line(budget)));
        return lines;
    }

    /** Days and hours where they are whole: {@code 24h}, not {@code 1440m}. */
    static String window(String text) {
        if (!text.matches("[0-9]{1,6}m")) {
            return text;
        }
        int minutes = Integer.parseInt(text.substring(0, text.length() - 1));
        return minutes % DAY == 0 && minutes > DAY
                ? minutes / DAY + "d"
                : minutes % HOUR == 0 ? minutes / HOUR + "h" : text;
    }

    /** Limits per minute in words that leave room for the number. */
    private static String unit(String name) {
        return name.replace("_per_minute", "/min");
    }

    private static String line(JsonNode budget) {
        String owner = text(budget.path("scope")) + " " + text(budget.path("scope_id"));
        String amount = exact(budget.path("amount")) + " " + unit(text(budget.path("unit")));
        return LINE.formatted(
                cut(text(budget.path("id")), NAME),
                cut(owner, OWNER),
                cut(amount, OWNER),
                window(budget.path("window").asText(Words.NOTHING)),
                text(budget.path("mode")),
                exact(budget.path("spent")),
                exact(budget.path("left")));
    }
}
