// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the systems that a trace came through say of it: W3C {@code tracestate}, newest first.
 *
 * @param members at most 32, each key once
 */
public record PassedState(List<Member> members) {

    /** Nobody says anything. */
    public static final PassedState NONE = new PassedState(List.of());

    /** As long as every system must at least pass on. */
    private static final int MAX_CHARS = 512;

    private static final int MAX_MEMBERS = 32;
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9_\\-*/@]{0,255}");
    private static final Pattern VALUE =
            Pattern.compile(
                    "[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    /** What one system says. */
    public record Member(String key, String value) {}

    public PassedState {
        members = List.copyOf(members);
    }

    /**
     * The state in these header values; {@link #NONE} when any of it is wrong or it is too long.
     */
    static PassedState read(List<String> values) {
        String text = String.join(",", values);
        if (text.length() > MAX_CHARS) {
            return NONE;
        }
        return parse(text).map(PassedState::new).orElse(NONE);
    }

    private static Optional<List<Member>> parse(String text) {
        List<Member> members = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (String part : text.split(",")) {
            String member = trimmed(part);
            if (!member.isEmpty()) {
                Optional<Member> read = member(member);
                if (read.isEmpty() || !keys.add(read.get().key())) {
                    return Optional.empty();
                }
                members.add(read.get());
            }
        }
        return Optional.of(members).filter(all -> all.size() <= MAX_MEMBERS);
    }

    /** Spaces and tabs around a member are no part of it. */
    private static String trimmed(String part) {
        return part.replaceAll("^[ \\t]+|[ \\t]+$", "");
    }

    private static Optional<Member> member(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        Member member = new Member(text.substring(0, equals), text.substring(equals + 1));
        return Optional.of(member)
                .filter(it -> KEY.matcher(it.key()).matches())
                .filter(it -> VALUE.matcher(it.value()).matches());
    }

    /** The value of {@code tracestate}; empty when there is nothing to say. */
    public String text() {
        return members.stream()
                .map(member -> member.key() + "=" + member.value())
                .collect(Collectors.joining(","));
    }
}
