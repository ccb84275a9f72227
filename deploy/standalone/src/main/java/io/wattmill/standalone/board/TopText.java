// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.count;
import static io.wattmill.standalone.board.Words.number;
import static io.wattmill.standalone.board.Words.percent;
import static io.wattmill.standalone.board.Words.text;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The factory at this moment, from {@code /v1/factory}, in lines of at most 80 columns. */
public final class TopText {

    /** Columns that the lines take at most. */
    public static final int WIDTH = 80;

    private static final int NAME = 22;
    private static final String MODEL = "%-22s %15s %13s %8s %8s %9s";
    private static final String TENANT = "%-22s %10s %10s %10s %10s %13s";
    private static final String TIER = "%-22s %15s %13s %8s %8s %9s";

    private static final int MAX_EVENTS = 5;
    private static final int DEVICE = 14;
    private static final int BAR = 10;

    private final JsonNode board;
    private final RowFilter filter;
    private final Lines lines;

    private TopText(JsonNode board, RowFilter filter, Lines lines) {
        this.board = board;
        this.filter = filter;
        this.lines = lines;
    }

    /**
     * The lines.
     *
     * @param course the newest values of tokens/s, oldest first
     * @param filter which rows
     * @param width columns that a line may take
     */
    public static List<String> of(
            JsonNode board, List<BigDecimal> course, RowFilter filter, int width, Ink ink) {
        var lines = new Lines(Math.min(width, WIDTH), ink);
        return new TopText(board, filter, lines).lines(course);
    }

    private List<String> lines(List<BigDecimal> course) {
        head();
        Alarms.of(board).forEach(alarm -> lines.loud("! " + alarm));
        pace(course);
        objectives();
        power();
        time();
        bounds();
        models();
        tiers();
        tenants();
        new NodeRows(filter, lines).of(board.path("nodes").path("list"));
        events();
        return lines.list();
    }

    private void head() {
        JsonNode nodes = board.path("nodes");
        JsonNode services = board.path("services");
        String left =
                "wattmill top   %s/%s gateways  %s router%s  %s/%s nodes  %s in flight"
                        .formatted(
                                number(services.path("gateways")),
                                gateways(services),
                                number(services.path("routers")),
                                services.path("routers").asInt() == 1 ? "" : "s",
                                nodes.path("by_state").path("serving").asInt(),
                                nodes.path("total").asInt(),
                                board.path("gateway").path("in_flight").asInt());
        lines.head(left, Words.clock(board.path("taken_at_us").asLong()));
    }

    /** Those heard, and those that were heard until lately. */
    private static String gateways(JsonNode services) {
        return services.path("gateways").isNumber()
                ? Integer.toString(
                        services.path("gateways").asInt()
                                + services.path("silent_gateways").asInt())
                : Words.NOTHING;
    }

    private JsonNode figure(String name) {
        return board.path("figures").path(name).path("value");
    }

    private void pace(List<BigDecimal> course) {
        lines.add(
                "tokens/s %s %s  tokens/J %s   %s/Mtok %s charged, %s electricity"
                        .formatted(
                                number(figure("tokens_per_second")),
                                Words.spark(course),
                                number(figure("tokens_per_joule")),
                                text(board.path("currency")),
                                number(figure("charged_per_mtok")),
                                number(figure("energy_cost_per_mtok"))));
    }

    private void objectives() {
        JsonNode left = figure("slo_budget_left");
        String budget = left.decimalValue().signum() < 0 ? overspent() : percent(left) + " left";
        boolean spent = left.isNumber() && left.decimalValue().signum() <= 0;
        lines.warnIf(
                spent,
                "SLO met %s   budget %s   uptime %s"
                        .formatted(
                                percent(figure("slo_attainment")),
                                left.isNumber() ? budget : Words.NOTHING,
                                percent(figure("uptime"))));
    }

    private String overspent() {
        List<String> tiers = new ArrayList<>();
        for (JsonNode tier : board.path("slo").path("tiers")) {
            if (tier.path("budget_left").decimalValue().signum() < 0) {
                tiers.add(text(tier.path("tier")));
            }
        }
        return "overspent (" + String.join(", ", tiers) + ")";
    }

    private void power() {
        JsonNode breach = figure("seconds_to_power_budget");
        lines.warnIf(
                breach.isNumber(),
                "power %s / %s W %s %s%s   trust %s"
                        .formatted(
                                number(figure("power")),
                                number(figure("power_budget")),
                                Words.bar(figure("power_share"), BAR),
                                percent(figure("power_share")),
                                breach.isNumber() ? breach(breach) : "",
                                trust()));
    }

    private static String breach(JsonNode seconds) {
        return seconds.asLong() == 0
                ? ", over budget"
                : ", rising: over budget in " + Words.duration(seconds);
    }

    private String trust() {
        return text(board.path("figures").path("tokens_per_joule").path("trust"));
    }

    private void time() {
        JsonNode time = board.path("utilization");
        lines.add(
                "GPU time: useful %s  busy %s  idle %s  stranded %s   a success %s J, %s %s"
                        .formatted(
                                share(time, "useful"),
                                share(time, "busy"),
                                share(time, "idle"),
                                share(time, "stranded"),
                                number(figure("joules_per_success")),
                                number(figure("charged_per_success")),
                                text(board.path("currency"))));
    }

    private static String share(JsonNode time, String part) {
        return percent(time.path(part).path("share"));
    }

    private void bounds() {
        Map<String, List<String>> models = new TreeMap<>();
        for (JsonNode model : board.path("models")) {
            JsonNode bound = model.path("bound_by").path("value");
            if (bound.isTextual()) {
                models.computeIfAbsent(text(bound), _ -> new ArrayList<>()).add(name(model));
            }
        }
        List<String> words = new ArrayList<>();
        models.forEach((bound, names) -> words.add(bound + " (" + String.join(", ", names) + ")"));
        lines.add("bound by: " + (words.isEmpty() ? Words.NOTHING : String.join(", ", words)));
    }

    private void row(String line) {
        if (filter.wants(line)) {
            lines.add(line);
        }
    }

    private void models() {
        lines.section(
                MODEL.formatted(
                        "MODEL", "TTFT p50/p99", "TPOT p50/p99", "tok/s", "tok/J", "/Mtok"));
        for (JsonNode model : board.path("models")) {
            if (filter.wantsModel(text(model.path("name")))) {
                row(
                        MODEL.formatted(
                                name(model),
                                times(model.path("ttft_ms")),
                                times(model.path("tpot_ms")),
                                number(model.path("tokens_per_second")),
                                number(model.path("tokens_per_joule")),
                                number(model.path("charged_per_mtok"))));
            }
        }
    }

    private static String times(JsonNode latency) {
        return latency.isObject()
                ? number(latency.path("p50")) + "/" + number(latency.path("p99")) + " ms"
                : Words.NOTHING;
    }

    private static String name(JsonNode row) {
        return Words.cut(text(row.path("name")), NAME);
    }

    /** Worth lines of their own once more than one is used: nodes are below them. */
    private void tiers() {
        List<JsonNode> tiers = new ArrayList<>();
        for (JsonNode tier : board.path("slo").path("tiers")) {
            if (tier.path("streams").longValue() > 0) {
                tiers.add(tier);
            }
        }
        if (tiers.size() < 2) {
            return;
        }
        lines.section(
                TIER.formatted("TIER", "TTFT / TPOT", "objective", "streams", "missed", "budget"));
        for (JsonNode tier : tiers) {
            row(
                    TIER.formatted(
                            Words.cut(text(tier.path("tier")), NAME),
                            count(tier.path("ttft_target_ms"))
                                    + " / "
                                    + count(tier.path("tpot_target_ms"))
                                    + " ms",
                            percent(tier.path("objective")),
                            number(tier.path("streams")),
                            number(tier.path("missed")),
                            tier.path("budget_left").decimalValue().signum() < 0
                                    ? "overspent"
                                    : percent(tier.path("budget_left"))));
        }
    }

    private void tenants() {
        lines.section(
                TENANT.formatted("TENANT", "requests", "tok in", "tok out", "charge/h", "charged"));
        for (JsonNode project : board.path("projects")) {
            if (filter.wantsTenant(text(project.path("name")))) {
                row(
                        TENANT.formatted(
                                name(project),
                                number(project.path("requests")),
                                number(project.path("input_tokens")),
                                number(project.path("output_tokens")),
                                number(project.path("charged_per_hour")),
                                number(project.path("charged"))));
            }
        }
    }

    private void events() {
        if (board.path("events").isEmpty()) {
            return;
        }
        lines.section("WHAT CHANGED");
        for (int i = 0; i < Math.min(MAX_EVENTS, board.path("events").size()); i++) {
            JsonNode event = board.path("events").path(i);
            row(
                    "%s  %s: %s  %s"
                            .formatted(
                                    Words.clock(event.path("at_us").asLong()).substring(0, 8),
                                    text(event.path("node_id")),
                                    what(event),
                                    text(event.path("reason"))));
        }
    }

    /** A node's state changed, or something befell one of its devices; an XID's text names it. */
    private static String what(JsonNode event) {
        String code = text(event.path("code"));
        String device = Words.cut(text(event.path("subject")), DEVICE);
        return code.isEmpty()
                ? text(event.path("from")) + " → " + text(event.path("to"))
                : code.startsWith("xid.") ? device : device + " " + code;
    }
}
