// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.cut;
import static io.wattmill.standalone.board.Words.text;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Organizations, projects, agents and keys as the admin API gives them. */
public final class IdentityLines {

    private static final String KEY = "%-36s %-14s %-16s %-16s %-10s";
    private static final String PLACE = "%-32s %-28s %-24s %-10s";
    private static final String MEMBER = "%-25s %s";
    private static final String INSTANT = "_at_us";
    private static final int DAY = 10;

    private IdentityLines() {}

    /** A line for each key, at most 96 columns. */
    public static List<String> keys(JsonNode keys) {
        return table(
                keys,
                "no keys; see ./wattmill keys create --help",
                KEY.formatted("KEY", "NAME", "PROJECT", "SCOPES", "EXPIRES"),
                IdentityLines::key);
    }

    private static String key(JsonNode key) {
        String owner = key.hasNonNull("agent") ? "agent" : "project";
        return KEY.formatted(
                text(key.path("id")),
                cut(text(key.path("name")), 14),
                cut(text(key.path(owner)), 16),
                cut(joined(key.path("scopes")), 16),
                state(key, "revoked", "never"));
    }

    /**
     * A line for each organization, project or agent.
     *
     * @param within the member that says what it belongs to
     */
    public static List<String> places(JsonNode places, String within) {
        return table(
                places,
                "none",
                PLACE.formatted("ID", "NAME", within.toUpperCase(Locale.ROOT), "STATE")
                        .stripTrailing(),
                place -> place(place, within));
    }

    private static String place(JsonNode place, String within) {
        return PLACE.formatted(
                cut(text(place.path("id")), 32),
                cut(text(place.path("name")), 28),
                cut(text(place.path(within)), 24),
                state(place, "ended", "live"));
    }

    private static String state(JsonNode node, String ended, String otherwise) {
        if (node.hasNonNull(ended + INSTANT)) {
            return ended;
        }
        JsonNode expires = node.path("expires" + INSTANT);
        return expires.isNumber()
                ? Words.instant(expires.longValue()).substring(0, DAY)
                : otherwise;
    }

    private interface Line {
        String of(JsonNode node);
    }

    private static List<String> table(JsonNode nodes, String nothing, String head, Line line) {
        if (nodes.isEmpty()) {
            return List.of(nothing);
        }
        List<String> lines = new ArrayList<>(List.of(head));
        nodes.forEach(node -> lines.add(line.of(node).stripTrailing()));
        return lines;
    }

    /** One thing, a line for each member: instants as time, what is not set as a dash. */
    public static List<String> one(JsonNode thing) {
        return thing.properties().stream()
                .filter(member -> !member.getKey().equals("object"))
                .map(IdentityLines::member)
                .toList();
    }

    private static String member(Map.Entry<String, JsonNode> member) {
        String name = member.getKey();
        JsonNode value = member.getValue();
        String shown =
                name.endsWith(INSTANT) && value.isNumber()
                        ? Words.instant(value.longValue())
                        : value.isArray() ? joined(value) : text(value);
        boolean empty = value.isNull() || shown.isEmpty();
        return MEMBER.formatted(
                name.replace(INSTANT, "").replace('_', ' '), empty ? Words.NOTHING : shown);
    }

    private static String joined(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(Words::text)
                .collect(Collectors.joining(", "));
    }
}
