// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which trace a call belongs to and which span of it called: W3C Trace Context, {@code traceparent}
 * and {@code tracestate}.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 of them, the caller's, not all zero
 * @param flags what of the flags byte this version knows: sampled, random
 * @param state what other systems along the way say of the trace
 */
public record TraceContext(String traceId, String spanId, int flags, PassedState state) {

    /** The header that says where in which trace. */
    public static final String PARENT = "traceparent";

    /** The header that carries what others say. */
    public static final String STATE = "tracestate";

    private static final int SAMPLED = 0x01;
    private static final int RANDOM = 0x02;
    private static final int HEX = 16;
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<version>[0-9a-f]{2})-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})"
                            + "-(?<flags>[0-9a-f]{2})(?<more>-.*)?");
    private static final int MAX_CHARS = 256;

    /**
     * The context that a call came with; empty when it has none or one that cannot be understood,
     * which means the same: the trace begins here. A state that cannot be understood is dropped.
     *
     * @param parents values of {@code traceparent}
     * @param states values of {@code tracestate}, in order
     */
    public static Optional<TraceContext> read(List<String> parents, List<String> states) {
        if (parents.size() != 1 || parents.getFirst().length() > MAX_CHARS) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(parents.getFirst());
        return form.matches() && isKnown(form) && !isZero(form)
                ? Optional.of(of(form, PassedState.read(states)))
                : Optional.empty();
    }

    /** Version 00 ends after the flags, later ones may go on, ff is none. */
    private static boolean isKnown(Matcher form) {
        String version = form.group("version");
        return !version.equals("ff") && (!version.equals("00") || form.group("more") == null);
    }

    private static boolean isZero(Matcher form) {
        return isZero(form.group("trace")) || isZero(form.group("span"));
    }

    private static boolean isZero(String hex) {
        return hex.chars().allMatch(digit -> digit == '0');
    }

    private static TraceContext of(Matcher form, PassedState state) {
        int flags = Integer.parseInt(form.group("flags"), HEX) & (SAMPLED | RANDOM);
        return new TraceContext(form.group("trace"), form.group("span"), flags, state);
    }

    /** The same trace as another span of it sees it. */
    public TraceContext from(String otherSpanId) {
        return new TraceContext(traceId, otherSpanId, flags, state);
    }

    /** Whether the caller records the trace. */
    public boolean isSampled() {
        return (flags & SAMPLED) != 0;
    }

    /** The value of {@code traceparent}, version 00. */
    public String parent() {
        return "00-" + traceId + "-" + spanId + "-0" + flags;
    }
}
