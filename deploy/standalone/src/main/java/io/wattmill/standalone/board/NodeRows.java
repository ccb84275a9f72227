// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.number;
import static io.wattmill.standalone.board.Words.text;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fleet's nodes: state, power, work, and why they are as they are. */
final class NodeRows {
    private static final int NAME = 22;
    private static final String NODE = "%-22s %-9s %15s %6s   %s";
    private static final Set<String> TAKES_WORK = Set.of("serving", "degraded");

    /** What is left of a line for it. */
    private static final int WHY = 22;

    /** A clock this near to the highest is no news: that is how boards run on air. */
    private static final double HELD = 0.8;

    private final RowFilter filter;
    private final Lines lines;

    NodeRows(RowFilter filter, Lines lines) {
        this.filter = filter;
        this.lines = lines;
    }

    /** One or two lines for each. */
    void of(JsonNode nodes) {
        lines.section(NODE.formatted("NODE", "STATE", "power / cap W", "busy", "reason"));
        for (JsonNode node : nodes) {
            String why = why(node);
            if (filter.wants(node(node, why))) {
                node(node, why, "since " + since(node));
            }
        }
    }

    /** Why, beside the rest where there is room for it, else in a line of its own. */
    private void node(JsonNode node, String why, String since) {
        boolean alarming = !text(node.path("state")).equals("serving");
        String both = why.isEmpty() ? since : why + ", " + since;
        if (both.length() <= WHY) {
            lines.warnIf(alarming, node(node, both));
        } else {
            lines.warnIf(alarming, node(node, since));
            lines.warnIf(alarming, "  " + why);
        }
    }

    private static String node(JsonNode node, String why) {
        return NODE.formatted(
                Words.cut(text(node.path("node_id")), NAME),
                text(node.path("state")),
                number(node.path("power_watts")) + " / " + number(node.path("power_cap_watts")),
                number(node.path("in_flight")),
                why);
    }

    private static String since(JsonNode node) {
        return Words.clock(node.path("state_since_us").asLong()).substring(0, 5);
    }

    private static String why(JsonNode node) {
        return Stream.of(
                        text(node.path("reason")),
                        share(node),
                        role(node),
                        held(node),
                        kvEvents(node))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** How far its slow start is; empty when it gives all of itself, or nothing. */
    private static String share(JsonNode node) {
        double least = 1;
        for (JsonNode engine : node.path("engines")) {
            least = Math.min(least, engine.path("slow_start_share").asDouble(1));
        }
        boolean takesWork = TAKES_WORK.contains(text(node.path("state")));
        return takesWork && least < 1 ? "slow start " + Math.round(least * 100) + " %" : "";
    }

    /** How its slowest device is held back; empty when none is. */
    private static String held(JsonNode node) {
        String held = "";
        double least = HELD;
        for (JsonNode engine : node.path("engines")) {
            double clock = engine.path("clock_share").asDouble(1);
            if (clock < least) {
                least = clock;
                held = (text(engine.path("slowed_by")) + " clock ").stripLeading();
            }
        }
        return held.isEmpty() ? "" : held + Math.round(least * 100) + " %";
    }

    /** How the router hears what its engines cache, the worst of them; empty when none tells. */
    private static String kvEvents(JsonNode node) {
        Set<String> heard = new HashSet<>();
        node.path("engines").forEach(it -> heard.add(text(it.path("kv_events").path("state"))));
        return Stream.of("blind", "partial", "exact")
                .filter(heard::contains)
                .findFirst()
                .map(state -> "kv " + state)
                .orElse("");
    }

    /** What its engines compute, where that is not all of a request. */
    private static String role(JsonNode node) {
        Set<String> roles = new TreeSet<>();
        node.path("engines").forEach(engine -> roles.add(engine.path("role").asText("both")));
        roles.remove("both");
        return String.join(" ", roles);
    }
}
