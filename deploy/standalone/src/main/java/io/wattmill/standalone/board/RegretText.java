// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.number;
import static io.wattmill.standalone.board.Words.text;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one request lost by where it went, against the best of the others in hindsight. */
final class RegretText {
    private RegretText() {}

    /** Lines by their heads; none where there was nowhere else to go. */
    static Map<String, String> lines(JsonNode regret) {
        Map<String, String> lines = new LinkedHashMap<>();
        if (regret.isObject()) {
            lines.put("regret", late(regret.path("latency_ms"), regret.path("latency_node")));
            if (regret.path("joules").isNumber()) {
                lines.put("", dear(regret.path("joules"), regret.path("joules_node")));
            }
        }
        return lines;
    }

    private static String late(JsonNode ms, JsonNode node) {
        return isLost(ms)
                ? number(ms) + " ms later than " + text(node) + " was predicted"
                : "no time: no other was predicted to be done sooner";
    }

    private static String dear(JsonNode joules, JsonNode node) {
        return isLost(joules)
                ? number(joules) + " J more than " + text(node) + " was predicted"
                : "no joules: no other was predicted to draw less";
    }

    private static boolean isLost(JsonNode amount) {
        return amount.isNumber() && amount.decimalValue().signum() > 0;
    }
}
