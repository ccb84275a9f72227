// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recording;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a recording.
 *
 * @param day UTC day in which its requests ended
 * @param number its place among the files of that day, from 0
 */
public record DayPart(LocalDate day, int number) implements Comparable<DayPart> {

    private static final Pattern NAME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)\\.(\\d{1,6})\\.jsonl");

    /** The part whose file has this name; empty when it is no part's. */
    public static Optional<DayPart> of(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(matcher.group(1));
            return Optional.of(new DayPart(day, Integer.parseInt(matcher.group(2))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Name of its file. */
    public String fileName() {
        return day + "." + number + ".jsonl";
    }

    /** The next one of its day. */
    public DayPart next() {
        return new DayPart(day, number + 1);
    }

    @Override
    public int compareTo(DayPart other) {
        return Comparator.comparing(DayPart::day)
                .thenComparingInt(DayPart::number)
                .compare(this, other);
    }
}
