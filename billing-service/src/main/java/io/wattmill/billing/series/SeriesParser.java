// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.series;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a series as CSV: the header {@code hour,value}, then one line for each hour, for example
 * {@code 2026-11-21T17:00:00Z,0.0912}. The first thing that is wrong is named by its line.
 */
public final class SeriesParser {

    private static final String HEADER = "hour,value";
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,15})?");
    private static final long US_PER_S = 1_000_000L;

    private final SeriesKind kind;
    private final int maxHours;

    /**
     * @param maxHours most hours of one import
     */
    public SeriesParser(SeriesKind kind, int maxHours) {
        this.kind = kind;
        this.maxHours = maxHours;
    }

    /** What came of reading. */
    public sealed interface Parsed {}

    /** Hours, each once, in the order of the file. */
    public record Valid(List<HourValue> hours) implements Parsed {}

    /** Not a series: what is wrong, where, and what to do. */
    public record Invalid(String message) implements Parsed {}

    /** More hours than one import may have. */
    public record TooMany(int maxHours) implements Parsed {}

    /** Reads the text of a file. */
    public Parsed parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
            return new Invalid("line 1: the first line must be 'hour,value'");
        }
        if (lines.size() > maxHours + 1) {
            return new TooMany(maxHours);
        }
        return read(lines);
    }

    private Parsed read(List<String> lines) {
        List<HourValue> hours = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            Line line = line(lines.get(i).strip());
            Optional<String> wrong = line.wrong().or(() -> repeated(line, seen));
            if (wrong.isPresent()) {
                return new Invalid("line " + (i + 1) + ": " + wrong.get());
            }
            hours.add(new HourValue(line.hourUs(), line.value()));
        }
        return hours.isEmpty() ? new Invalid("line 2: there is no hour") : new Valid(hours);
    }

    private static Optional<String> repeated(Line line, Set<Long> seen) {
        return seen.add(line.hourUs())
                ? Optional.empty()
                : Optional.of("the hour is there twice: remove one of its lines");
    }

    /** One line, or what is wrong with it. */
    private record Line(long hourUs, BigDecimal value, Optional<String> wrong) {

        static Line invalid(String wrong) {
            return new Line(0, BigDecimal.ZERO, Optional.of(wrong));
        }
    }

    private Line line(String text) {
        int comma = text.indexOf(',');
        if (comma < 0 || !DECIMAL.matcher(text.substring(comma + 1).strip()).matches()) {
            return Line.invalid(
                    "write an hour, a comma and a decimal, as in 2026-11-21T17:00:00Z,0.0912");
        }
        BigDecimal value = new BigDecimal(text.substring(comma + 1).strip());
        return kind.allows(value)
                ? line(text.substring(0, comma).strip(), value)
                : Line.invalid("a value of " + kind.text() + " is " + kind.range());
    }

    private static Line line(String hour, BigDecimal value) {
        try {
            Instant at = Instant.parse(hour);
            long hourUs = Math.multiplyExact(at.getEpochSecond(), US_PER_S);
            return at.getNano() == 0 && HourValue.hourOf(hourUs) == hourUs
                    ? new Line(hourUs, value, Optional.empty())
                    : Line.invalid("an hour begins at :00:00, in UTC");
        } catch (DateTimeParseException | ArithmeticException _) {
            return Line.invalid("an hour is in UTC, as in 2026-11-21T17:00:00Z");
        }
    }
}
