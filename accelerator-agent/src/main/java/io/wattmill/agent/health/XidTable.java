// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What each XID means here: {@code xid.csv}, a row per number and, where the driver's own words
 * decide, per wording. A number that has no row is watched, and drains nothing by itself.
 */
public final class XidTable {

    private static final String RESOURCE = "xid.csv";
    private static final String UNKNOWN = "no row for it in the table of XIDs";

    private final Map<Long, List<XidRule>> rules;

    private XidTable(List<XidRule> rules) {
        this.rules =
                rules.stream()
                        .collect(
                                Collectors.groupingBy(
                                        XidRule::xid,
                                        HashMap::new,
                                        Collectors.toUnmodifiableList()));
    }

    /** The table of this program. */
    public static XidTable standard() {
        try (InputStream rows = XidTable.class.getResourceAsStream(RESOURCE)) {
            byte[] bytes = Objects.requireNonNull(rows, RESOURCE).readAllBytes();
            return parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table; empty lines and lines that begin with {@code #} say nothing. Of two rows that
     * both hold, the first one counts.
     *
     * @throws IllegalArgumentException when a line is no row
     */
    static XidTable parse(String text) {
        return new XidTable(
                text.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(XidRule::parse)
                        .toList());
    }

    /**
     * The row for a fault.
     *
     * @param detail the driver's own words, empty when they are not known
     */
    public XidRule rule(long xid, String detail) {
        return rules.getOrDefault(xid, List.of()).stream()
                .filter(rule -> rule.covers(detail))
                .findFirst()
                .orElseGet(
                        () ->
                                new XidRule(
                                        xid,
                                        "",
                                        "unknown fault",
                                        Response.WATCH,
                                        "ask the vendor",
                                        UNKNOWN));
    }

    /** Every row, in no order. */
    List<XidRule> rows() {
        return rules.values().stream().flatMap(List::stream).toList();
    }
}
