// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.count;
import static io.wattmill.standalone.board.Words.exact;
import static io.wattmill.standalone.board.Words.number;
import static io.wattmill.standalone.board.Words.percent;
import static io.wattmill.standalone.board.Words.text;
import static io.wattmill.standalone.board.Words.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** One request, from {@code /v1/requests/{id}}: why it went there, what it took, what it cost. */
public final class ExplainText {

    private static final int WIDTH = 80;
    private static final int MARGIN = 10;
    private static final String ROW = "%-11s %8s %8s %8s %6s  ";
    private static final int NODE = 11;
    private static final BigDecimal MICRO = BigDecimal.valueOf(1_000_000);

    private final JsonNode request;
    private final Ink ink;
    private final StringBuilder out = new StringBuilder();

    private ExplainText(JsonNode request, Ink ink) {
        this.request = request;
        this.ink = ink;
    }

    /** The story in lines of at most 80 columns. */
    public static String of(JsonNode request, Ink ink) {
        return new ExplainText(request, ink).story();
    }

    private String story() {
        asked();
        placed();
        served();
        tokens();
        energy();
        money();
        ledger();
        return out.toString();
    }

    private void line(String head, String words) {
        out.append(ink.dim("%-10s".formatted(head)))
                .append(Words.cut(words, WIDTH - MARGIN))
                .append('\n');
    }

    private void asked() {
        JsonNode asked = request.path("request");
        line("request", text(request.path("id")));
        line(
                "",
                "%s  %s  tier %s  project %s"
                        .formatted(
                                text(asked.path("api")),
                                text(asked.path("model")),
                                text(asked.path("tier")),
                                text(asked.path("project_id"))));
        if (!text(asked.path("fallback_from")).isEmpty()) {
            line("", "in place of " + text(asked.path("fallback_from")) + ", which was asked for");
        }
        line("", "key " + text(asked.path("key_id")));
        line("", Words.instant(asked.path("admitted_at").asText("")));
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
                                    text(placement.path("node_id")),
                                    count(placement.path("fleet_nodes")),
                                    number(placement.path("decided_in_us")),
                                    text(placement.path("mode"))));
        }
        line("", promised(placement.path("slo")) + because(placement.path("candidates")));
        if (!placement.path("candidates").isEmpty()) {
            line("", "  " + ROW.formatted("node", "TTFT p90", "TPOT", "joules", "prefix"));
            placement.path("candidates").forEach(this::candidate);
        }
    }

    private static String promised(JsonNode slo) {
        if (!slo.isObject()) {
            return "no SLO";
        }
        List<String> told = new ArrayList<>();
        bound(told, "TTFT", slo.path("ttft_ms"));
        bound(told, "TPOT", slo.path("tpot_ms"));
        bound(told, "at most", slo.path("tpot_cap_ms"));
        return "SLO " + String.join(", ", told);
    }

    private static void bound(List<String> told, String what, JsonNode ms) {
        if (ms.isNumber()) {
            told.add(what + " " + with(ms, "ms"));
        }
    }

    /** The router's own word for the one that it chose. */
    private static String because(JsonNode candidates) {
        JsonNode chosen = candidates.path(0);
        String note = chosen.path("chosen").asBoolean() ? text(chosen.path("note")) : "";
        return note.isEmpty() ? "" : ": " + note;
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

    private void served() {
        JsonNode placement = request.path("placement");
        JsonNode ttft = placement.path("ttft_ms");
        int attempts = request.path("attempts").size();
        line(
                "served",
                "TTFT %s (predicted %s, p90 %s)   TPOT %s (%s)"
                        .formatted(
                                with(ttft.path("actual"), "ms"),
                                number(ttft.path("predicted")),
                                number(ttft.path("predicted_p90")),
                                with(placement.path("tpot_ms").path("actual"), "ms"),
                                number(placement.path("tpot_ms").path("predicted"))));
        line(
                "",
                "%s, finish %s   %d attempt%s   %s in all"
                        .formatted(
                                text(request.path("outcome")),
                                said(request.path("request").path("finish_reason")),
                                attempts,
                                attempts == 1 ? "" : "s",
                                with(request.path("request").path("duration_ms"), "ms")));
        regret(placement.path("regret"));
    }

    /** Against the best of the others, in hindsight. */
    private void regret(JsonNode regret) {
        if (regret.isObject()) {
            line(
                    "regret",
                    lost(regret.path("latency_ms"), "ms later than", regret.path("latency_node")));
            if (regret.path("joules").isNumber()) {
                line("", lost(regret.path("joules"), "J more than", regret.path("joules_node")));
            }
        }
    }

    private static String lost(JsonNode amount, String more, JsonNode node) {
        String what = more.startsWith("J") ? "joules" : "time";
        return amount.isNumber() && amount.decimalValue().signum() > 0
                ? number(amount) + " " + more + " " + text(node) + " was predicted"
                : "none in " + what + ": no other was predicted to do better";
    }

    private void tokens() {
        JsonNode tokens = request.path("tokens");
        line(
                "tokens",
                "in %s (%s cached)   out %s   wasted %s   counted by %s"
                        .formatted(
                                count(tokens.path("input")),
                                count(tokens.path("input_cached")),
                                count(tokens.path("output")),
                                count(tokens.path("waste")),
                                text(tokens.path("source"))));
    }

    private void energy() {
        JsonNode energy = request.path("energy");
        if (text(energy.path("method")).equals("unmetered")) {
            line("energy", text(energy.path("note")));
            return;
        }
        JsonNode parts = energy.path("parts");
        line(
                "energy",
                "%s J %s%s: prefill %s, decode %s, host %s"
                        .formatted(
                                number(energy.path("energy_joules")),
                                text(energy.path("method")),
                                quality(energy.path("quality")),
                                number(parts.path("prefill_joules")),
                                number(parts.path("decode_joules")),
                                number(parts.path("host_joules"))));
        line(
                "",
                "idle share %s, facility %s"
                        .formatted(
                                number(energy.path("idle_share_joules")),
                                number(energy.path("facility_joules"))));
        line("", text(energy.path("note")));
    }

    /** How well counter and integral of the meters agreed; 0 is not judged yet. */
    private static String quality(JsonNode quality) {
        if (!quality.isNumber()) {
            return "";
        }
        return quality.decimalValue().signum() == 0
                ? ", quality not judged"
                : ", quality " + exact(quality);
    }

    private void money() {
        JsonNode money = request.path("money");
        line(
                "money",
                "charged %s %s (price book %s)"
                        .formatted(
                                exact(money.path("charged")),
                                text(money.path("currency")),
                                count(money.path("price_version"))));
        line("", cost(money));
        line("", "electricity %s".formatted(exact(money.path("energy_cost"))));
        line(
                "",
                carbon() + (money.path("note").isTextual() ? "; " + text(money.path("note")) : ""));
    }

    /** What it cost to serve, known once it is measured; its electricity is predicted before. */
    private static String cost(JsonNode money) {
        if (!money.path("cost").isNumber()) {
            return "cost and margin are known once it is measured";
        }
        JsonNode ratio = money.path("margin_ratio");
        return "cost %s (GPU %s, providers %s)   margin %s"
                .formatted(
                        exact(money.path("cost")),
                        exact(money.path("gpu_cost")),
                        exact(money.path("provider_cost")),
                        ratio.isNumber() ? percent(ratio) : exact(money.path("margin")));
    }

    private String carbon() {
        JsonNode grams = request.path("carbon_grams");
        return grams.isNumber()
                ? number(DecimalNode.valueOf(grams.decimalValue().multiply(MICRO).movePointLeft(3)))
                        + " mg CO2e at the facility"
                : "CO2 unknown";
    }

    private void ledger() {
        JsonNode block = request.path("block");
        line(
                "ledger",
                block.isObject()
                        ? "block %s sealed %s, %s"
                                .formatted(
                                        count(block.path("number")),
                                        Words.instant(block.path("sealed_at").asText("")),
                                        text(block.path("merkle_root")))
                        : "not sealed yet; within seconds, unless a transaction stays open");
        JsonNode reported = request.path("reported");
        if (reported.isObject()) {
            line(
                    "outcome",
                    "%s, score %s, worth %s%s"
                            .formatted(
                                    reported.path("success").asBoolean() ? "success" : "no success",
                                    exact(reported.path("score")),
                                    exact(reported.path("value")),
                                    reported.path("label").isTextual()
                                            ? ", label " + text(reported.path("label"))
                                            : ""));
        } else {
            line("outcome", "not reported; POST /v1/outcomes tells whether it was of use");
        }
    }

    private static String said(JsonNode node) {
        return text(node).isEmpty() ? Words.NOTHING : text(node);
    }
}
