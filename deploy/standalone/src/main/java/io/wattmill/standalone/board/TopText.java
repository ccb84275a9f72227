// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.number;
import static io.wattmill.standalone.board.Words.percent;
import static io.wattmill.standalone.board.Words.text;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The factory at this moment, from {@code /v1/factory}, in lines of at most 80 columns. */
public final class TopText {

    private static final int WIDTH = 80;
    private static final String MODEL = "%-22s %15s %13s %8s %9s %8s";
    private static final String TENANT = "%-22s %10s %10s %10s %10s %13s";
    private static final String NODE = "%-22s %-9s %15s %6s   %s";
    private static final int MAX_EVENTS = 5;

    private final JsonNode board;
    private final String filter;
    private final Ink ink;
    private final List<String> lines = new ArrayList<>();

    private TopText(JsonNode board, String filter, Ink ink) {
        this.board = board;
        this.filter = filter.toLowerCase(Locale.ROOT);
        this.ink = ink;
    }

    /**
     * The lines.
     *
     * @param course the newest values of tokens/s, oldest first
     * @param filter rows without this text are left out; empty for none
     */
    public static List<String> of(
            JsonNode board, List<BigDecimal> course, String filter, Ink ink) {
        return new TopText(board, filter, ink).lines(course);
    }

    private List<String> lines(List<BigDecimal> course) {
        head();
        verdicts(course);
        models();
        tenants();
        nodes();
        events();
        return List.copyOf(lines);
    }

    private void add(String line) {
        lines.add(Words.cut(line, WIDTH).stripTrailing());
    }

    private void section(String heads) {
        lines.add("");
        lines.add(ink.dim(Words.cut(heads, WIDTH).stripTrailing()));
    }

    private void head() {
        JsonNode nodes = board.path("nodes");
        String left =
                "wattmill top   %s of %s nodes serve   %s in flight"
                        .formatted(
                                nodes.path("by_state").path("serving").asInt(),
                                nodes.path("total").asInt(),
                                board.path("gateway").path("in_flight").asInt());
        String right = Words.instant(board.path("taken_at_us").asLong());
        lines.add(ink.bold(left) + " ".repeat(Math.max(1, WIDTH - left.length() - right.length())) + right);
    }

    private JsonNode figure(String name) {
        return board.path("figures").path(name).path("value");
    }

    private void verdicts(List<BigDecimal> course) {
        String currency = text(board.path("currency"));
        add(
                "tokens/s %s %s   tokens/J %s   charged %s %s/Mtok   electricity %s"
                        .formatted(
                                number(figure("tokens_per_second")),
                                Words.spark(course),
                                number(figure("tokens_per_joule")),
                                number(figure("charged_per_mtok")),
                                currency,
                                number(figure("energy_cost_per_mtok"))));
        add(
                "SLO %s   uptime %s   power %s / %s W %s %s"
                        .formatted(
                                percent(figure("slo_attainment")),
                                percent(figure("uptime")),
                                number(figure("power")),
                                number(figure("power_budget")),
                                Words.bar(figure("power_share"), 10),
                                percent(figure("power_share"))));
        JsonNode time = board.path("utilization");
        add(
                "useful %s   busy %s   idle %s   stranded %s of the GPU time"
                        .formatted(
                                share(time, "useful"),
                                share(time, "busy"),
                                share(time, "idle"),
                                share(time, "stranded")));
        add(
                "a success takes %s J and is charged %s %s   trust: %s"
                        .formatted(
                                number(figure("joules_per_success")),
                                number(figure("charged_per_success")),
                                currency,
                                text(
                                        board.path("figures")
                                                .path("tokens_per_joule")
                                                .path("trust"))));
    }

    private static String share(JsonNode time, String part) {
        return percent(time.path(part).path("share"));
    }

    private boolean isWanted(String line) {
        return filter.isEmpty() || line.toLowerCase(Locale.ROOT).contains(filter);
    }

    private void row(String line) {
        if (isWanted(line)) {
            add(line);
        }
    }

    private void models() {
        section(MODEL.formatted("MODEL", "TTFT p50/p99", "TPOT p50/p99", "tok/s", "/Mtok", "requests"));
        for (JsonNode model : board.path("models")) {
            row(
                    MODEL.formatted(
                            name(model),
                            times(model.path("ttft_ms")),
                            times(model.path("tpot_ms")),
                            number(model.path("tokens_per_second")),
                            number(model.path("charged_per_mtok")),
                            number(model.path("requests"))));
        }
    }

    private static String times(JsonNode latency) {
        return latency.isObject()
                ? number(latency.path("p50")) + "/" + number(latency.path("p99")) + " ms"
                : Words.NOTHING;
    }

    private static String name(JsonNode row) {
        return Words.cut(text(row.path("name")), 22);
    }

    private void tenants() {
        section(TENANT.formatted("TENANT", "requests", "tok in", "tok out", "charge/h", "charged"));
        for (JsonNode project : board.path("projects")) {
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

    private void nodes() {
        section(NODE.formatted("NODE", "STATE", "power / cap W", "busy", "reason"));
        for (JsonNode node : board.path("nodes").path("list")) {
            String line =
                    NODE.formatted(
                            Words.cut(text(node.path("node_id")), 22),
                            text(node.path("state")),
                            number(node.path("power_watts"))
                                    + " / "
                                    + number(node.path("power_cap_watts")),
                            number(node.path("in_flight")),
                            text(node.path("reason")));
            if (isWanted(line)) {
                String shown = Words.cut(line, WIDTH).stripTrailing();
                lines.add(text(node.path("state")).equals("serving") ? shown : ink.warn(shown));
            }
        }
    }

    private void events() {
        if (board.path("events").isEmpty()) {
            return;
        }
        section("WHAT CHANGED");
        for (int i = 0; i < Math.min(MAX_EVENTS, board.path("events").size()); i++) {
            JsonNode event = board.path("events").path(i);
            row(
                    "%s  %s: %s → %s  %s"
                            .formatted(
                                    Words.instant(event.path("at_us").asLong()).substring(11, 19),
                                    text(event.path("node_id")),
                                    text(event.path("from")),
                                    text(event.path("to")),
                                    text(event.path("reason"))));
        }
    }
}
