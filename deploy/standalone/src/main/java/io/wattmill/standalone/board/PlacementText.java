// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.count;
import static io.wattmill.standalone.board.Words.number;
import static io.wattmill.standalone.board.Words.percent;
import static io.wattmill.standalone.board.Words.text;
import static io.wattmill.standalone.board.Words.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Where one request went, what it was promised, and the others that were looked at. */
final class PlacementText {
    private static final int WIDTH = 80;
    private static final int MARGIN = 10;
    private static final int NODE = 11;
    private static final BigDecimal TEN_SECONDS = BigDecimal.valueOf(10_000);
    private static final String ROW = "%-11s %8s %8s %8s %6s  ";

    private final JsonNode request;
    private final Ink ink;
    private final StringBuilder out = new StringBuilder();

    private PlacementText(JsonNode request, Ink ink) {
        this.request = request;
        this.ink = ink;
    }

    /** In lines of at most 80 columns. */
    static String of(JsonNode request, Ink ink) {
        PlacementText text = new PlacementText(request, ink);
        text.placed();
        return text.out.toString();
    }

    private void line(String head, String words) {
        out.append(ink.dim("%-10s".formatted(head)))
                .append(Words.cut(words, WIDTH - MARGIN))
                .append('\n');
    }

    private void placed() {
        JsonNode placement = request.path("placement");
        if (text(placement.path("node_id")).isEmpty()) {
            line("placed", "nowhere: " + text(request.path("request").path("error_code")));
        } else {
            line(
                    "placed",
                    "%s of %s in %s µs, mode %s"
                            .formatted(
                                    text(placement.path("node_id")) + prompt(placement),
                                    count(placement.path("fleet_nodes")),
                                    number(placement.path("decided_in_us")),
                                    text(placement.path("mode"))));
        }
        line("", promised(placement.path("slo")));
        because(placement.path("candidates"));
        if (!placement.path("candidates").isEmpty()) {
            line("", "  " + ROW.formatted("node", "TTFT p90", "TPOT", "joules", "prefix"));
            placement.path("candidates").forEach(this::candidate);
            PrefixText.of(placement.path("candidates")).ifPresent(words -> line("", words));
        }
    }

    /** Where its prompt was to be computed, when that is another node. */
    private static String prompt(JsonNode placement) {
        for (JsonNode node : placement.path("candidates")) {
            if (isPrefill(node) && node.path("chosen").asBoolean()) {
                return " after " + text(node.path("node_id"));
            }
        }
        return "";
    }

    private static boolean isPrefill(JsonNode node) {
        return text(node.path("leg")).equals("prefill");
    }

    private static String promised(JsonNode slo) {
        if (!slo.isObject()) {
            return "no SLO";
        }
        List<String> told = new ArrayList<>();
        bound(told, "TTFT", slo.path("ttft_ms"));
        bound(told, "TPOT", slo.path("tpot_ms"));
        bound(told, "at most", slo.path("tpot_cap_ms"));
        String aims = slo.path("ttft_is_aim").asBoolean() ? "aims at " : "SLO ";
        return aims + String.join(", ", told);
    }

    private static void bound(List<String> told, String what, JsonNode ms) {
        if (ms.isNumber()) {
            told.add(what + " " + time(ms));
        }
    }

    private static String time(JsonNode ms) {
        return ms.decimalValue().compareTo(TEN_SECONDS) < 0
                ? with(ms, "ms")
                : number(DecimalNode.valueOf(ms.decimalValue().movePointLeft(3))) + " s";
    }

    /** The router's own word for the one that it chose. */
    private void because(JsonNode candidates) {
        JsonNode chosen = candidates.path(0);
        if (chosen.path("chosen").asBoolean() && !text(chosen.path("note")).isEmpty()) {
            line("", text(chosen.path("note")));
        }
    }

    private void candidate(JsonNode node) {
        boolean chosen = node.path("chosen").asBoolean();
        String why = text(node.path("excluded_because"));
        String name = Words.cut(text(node.path("node_id")), NODE);
        String row =
                why.isEmpty()
                        ? ROW.formatted(
                                        name,
                                        with(node.path("ttft_p90_ms"), "ms"),
                                        with(node.path("tpot_ms"), "ms"),
                                        with(joules(node), "J"),
                                        percent(node.path("prefix_hit")))
                                + why(node, chosen)
                        : "%-11s %s".formatted(name, why);
        String shown = Words.cut((chosen ? "▸ " : "  ") + row, WIDTH - MARGIN).stripTrailing();
        out.append(" ".repeat(MARGIN)).append(chosen ? ink.bold(shown) : shown).append('\n');
    }

    /** What a mode that saves joules goes by: its share of the steps that it joins. */
    private static JsonNode joules(JsonNode node) {
        JsonNode share = node.path("share_joules");
        return share.isNumber() && share.decimalValue().signum() > 0
                ? share
                : node.path("marginal_joules");
    }

    /**
     * The router's own word; else how its first token compares with the chosen one's. Where
     * predictions are as good as equal, chance decides: one that was passed over may be sooner.
     */
    private String why(JsonNode node, boolean chosen) {
        if (isPrefill(node)) {
            return "prompt only";
        }
        if (!text(node.path("note")).isEmpty()) {
            return chosen ? "" : text(node.path("note"));
        }
        JsonNode placement = request.path("placement");
        if (chosen) {
            return text(placement.path("mode")).replace('-', ' ').replace("ttft", "TTFT");
        }
        JsonNode best = placement.path("ttft_ms").path("predicted_p90");
        if (!best.isNumber() || !node.path("ttft_p90_ms").isNumber()) {
            return "";
        }
        BigDecimal later = node.path("ttft_p90_ms").decimalValue().subtract(best.decimalValue());
        return later.signum() < 0
                ? "tie, by chance"
                : number(DecimalNode.valueOf(later)) + " ms later";
    }
}
