// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which page of a list is wanted.
 *
 * @param project of one project alone; empty means all
 * @param after id of the last one of the page before; empty means from the first
 * @param limit how many at most
 * @param ended whether those that were ended, revoked or have expired are listed too
 */
public record Listing(String project, String after, int limit, boolean ended) {

    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("project", "after", "limit", "ended"));
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{0,64}");
    private static final int USUAL = 20;

    /** The query {@code ?after=…&limit=20&project=…&ended=true}; none of it is needed. */
    public static Parsed<Listing> parse(Map<String, String> query, int maxLimit) {
        for (Map.Entry<String, String> entry : query.entrySet()) {
            if (!KNOWN.contains(entry.getKey())) {
                return wrong("query", "The query takes " + String.join(", ", KNOWN) + ".");
            }
            if (!ID.matcher(entry.getValue()).matches()) {
                return wrong(entry.getKey(), "'" + entry.getKey() + "' has no such form.");
            }
        }
        String limit = query.getOrDefault("limit", Integer.toString(Math.min(USUAL, maxLimit)));
        if (!limit.matches("[1-9]\\d{0,3}") || Integer.parseInt(limit) > maxLimit) {
            return wrong("limit", "'limit' must be 1 to " + maxLimit + ".");
        }
        String ended = query.getOrDefault("ended", "false");
        if (!ended.equals("true") && !ended.equals("false")) {
            return wrong("ended", "'ended' must be true or false.");
        }
        return new Parsed.Valid<>(
                new Listing(
                        query.getOrDefault("project", ""),
                        query.getOrDefault("after", ""),
                        Integer.parseInt(limit),
                        ended.equals("true")));
    }

    private static Parsed<Listing> wrong(String parameter, String message) {
        return new Parsed.Invalid<>(Refusal.invalid(parameter, message).error());
    }
}
