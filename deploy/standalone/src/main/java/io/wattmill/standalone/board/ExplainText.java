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

/** One request, from {@code /v1/requests/{id}}: why it went there, what it took, what it cost. */
public final class ExplainText {

    private static final int WIDTH = 80;
    private static final int MARGIN = 10;
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
        out.append(PlacementText.of(request, ink));
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
        RegretText.lines(placement.path("regret")).forEach(this::line);
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
        predicted(request.path("placement").path("predicted_joules"));
        line("", text(energy.path("note")));
    }

    private void predicted(JsonNode joules) {
        if (joules.path("mean").isNumber()) {
            line(
                    "",
                    "placed for %s J (p10 %s, p90 %s) at the length then expected"
                            .formatted(
                                    number(joules.path("mean")),
                                    number(joules.path("p10")),
                                    number(joules.path("p90"))));
        }
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
