// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Option;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which time a command asks about. */
final class UsagePeriod {

    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,3})([hdw])");
    private static final String TIME = "--record";
    private static final String DEFAULT_LENGTH = "7d";

    @Option(
            names = "--from",
            paramLabel = "T",
            description = "From this day or instant, UTC: 2026-11-01 or 2026-11-01T08:00:00Z.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "T",
            description = "Up to this day or instant (default: now). Hours count as a whole.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--last",
            paramLabel = "LENGTH",
            description = "The last hours, days or weeks: 24h, 7d, 4w (default: 7d).")
    private Optional<String> last = Optional.empty();

    @Option(names = "--month", paramLabel = "M", description = "A calendar month, UTC: 2026-11.")
    private Optional<String> month = Optional.empty();

    /** Start inclusive, end exclusive. */
    record Span(Instant from, Instant to) {}

    /** A length, a day, or two of them or of instants with {@code ..} between. */
    static Span parse(String text, Instant now) {
        if (LENGTH.matcher(text).matches()) {
            return new Span(now.minus(length(text)), now);
        }
        int dots = text.indexOf("..");
        Instant start = instant(TIME, dots < 0 ? text : text.substring(0, dots));
        Instant end =
                dots < 0 ? start.plus(Duration.ofDays(1)) : instant(TIME, text.substring(dots + 2));
        if (!start.isBefore(end)) {
            throw wrong(TIME + " ends before it begins");
        }
        return new Span(start, end);
    }

    Span span(Instant now) {
        boolean ends = from.isPresent() || to.isPresent();
        if (Stream.of(ends, last.isPresent(), month.isPresent()).filter(way -> way).count() > 1) {
            throw wrong("give --from and --to, or --last, or --month; not two of them");
        }
        return month.map(UsagePeriod::month).orElseGet(() -> fromTo(now));
    }

    private Span fromTo(Instant now) {
        Instant end = to.map(text -> instant("--to", text)).orElse(now);
        Instant start =
                from.map(text -> instant("--from", text))
                        .orElseGet(() -> end.minus(length(last.orElse(DEFAULT_LENGTH))));
        if (!start.isBefore(end)) {
            throw wrong("--from must be before --to, or now");
        }
        return new Span(start, end);
    }

    private static Duration length(String text) {
        var parts = LENGTH.matcher(text);
        if (!parts.matches()) {
            throw wrong("--last is a number and h, d or w: 24h, 7d, 4w; not '" + text + "'");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }

    private static Span month(String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            return new Span(start(month.atDay(1)), start(month.plusMonths(1).atDay(1)));
        } catch (DateTimeException _) {
            throw wrong("--month is a year and a month: 2026-11; not '" + text + "'");
        }
    }

    private static Instant instant(String option, String text) {
        try {
            return text.indexOf('T') < 0 ? start(LocalDate.parse(text)) : Instant.parse(text);
        } catch (DateTimeException _) {
            throw wrong(
                    option
                            + " is a day or an instant: 2026-11-01 or 2026-11-01T08:00:00Z; not '"
                            + text
                            + "'");
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Refusal wrong(String message) {
        return new Refusal(ExitCode.USAGE, message);
    }
}
