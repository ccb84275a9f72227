// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.router.placement.Slo;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a promise from a command line: {@code ttft=2s,tpot=50ms}. */
final class SloOption {
    private static final Pattern PART =
            Pattern.compile("(ttft|tpot)=(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s)");
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private SloOption() {}

    /** Empty when it is not understood. What is left out is not promised. */
    static Optional<Slo> parse(String text) {
        Map<String, Long> nanos = new HashMap<>();
        for (String part : text.split(",", -1)) {
            Matcher found = PART.matcher(part.strip());
            if (!found.matches() || nanos.put(found.group(1), nanos(found)) != null) {
                return Optional.empty();
            }
        }
        if (nanos.containsValue(0L)) {
            return Optional.empty();
        }
        return Optional.of(
                new Slo(
                        nanos.getOrDefault("ttft", Slo.NEVER),
                        nanos.getOrDefault("tpot", Slo.NEVER)));
    }

    private static long nanos(Matcher found) {
        double scale = found.group(3).equals("s") ? NANOS_PER_SECOND : NANOS_PER_MS;
        return Math.round(Double.parseDouble(found.group(2)) * scale);
    }
}
