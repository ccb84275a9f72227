// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Option;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a key is confined to. */
final class KeyBoundsOptions {

    private static final Pattern LENGTH = Pattern.compile("(0|[1-9][0-9]{0,4})([smhd])");
    private static final String ANY = "any";
    private static final String NEVER = "never";

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "A model that it may call; may be given again. 'any' lifts the list.")
    private List<String> models = List.of();

    @Option(
            names = "--ip",
            paramLabel = "RANGE",
            description =
                    "Where it may come from: 10.0.0.0/8, 2001:db8::/32, an address; may be given"
                            + " again. 'any' lifts it.")
    private List<String> ranges = List.of();

    @Option(
            names = "--zone",
            paramLabel = "Z",
            description = "Only nodes of this data zone serve it. 'any' lifts it.")
    private Optional<String> zone = Optional.empty();

    @Option(
            names = "--no-log",
            negatable = true,
            description = "No access log, and no more in the books than they need.")
    private Optional<Boolean> noLog = Optional.empty();

    @Option(
            names = "--expires",
            paramLabel = "T",
            description = "After this time (90d, 12h), day or instant, UTC; or 'never'.")
    private Optional<String> expires = Optional.empty();

    /** Puts what was given into {@code body}. */
    void to(ObjectNode body, Instant now) {
        list(body, "allowed_models", models);
        list(body, "ip_ranges", ranges);
        zone.ifPresent(text -> body.put("data_zone", text.equals(ANY) ? null : text));
        noLog.ifPresent(flag -> body.put("no_log", flag));
        expires.ifPresent(text -> expiry(body, text, now));
    }

    private static void list(ObjectNode body, String name, List<String> given) {
        if (!given.isEmpty()) {
            ArrayNode list = body.putArray(name);
            given.stream().filter(text -> !text.equals(ANY)).forEach(list::add);
        }
    }

    private static void expiry(ObjectNode body, String text, Instant now) {
        if (text.equals(NEVER)) {
            body.putNull("expires_at_us");
        } else {
            body.put("expires_at_us", ChronoUnit.MICROS.between(Instant.EPOCH, at(text, now)));
        }
    }

    private static Instant at(String text, Instant now) {
        Matcher length = LENGTH.matcher(text);
        if (length.matches()) {
            return now.plus(length("--expires", text));
        }
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException _) {
            throw wrong("--expires", text, ", a day (2026-12-31), an instant, or never");
        }
    }

    /** A length of time such as {@code 90d}. */
    static Duration length(String option, String text) {
        Matcher parts = LENGTH.matcher(text);
        if (!parts.matches()) {
            throw wrong(option, text, "");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static Refusal wrong(String option, String text, String more) {
        return new Refusal(
                ExitCode.USAGE,
                option
                        + " is a number and s, m, h or d (90d, 12h)"
                        + more
                        + "; not '"
                        + text
                        + "'");
    }
}
