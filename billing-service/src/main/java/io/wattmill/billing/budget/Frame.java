// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** The time in which a budget's amount may be spent. */
public sealed interface Frame {

    /** Shortest and longest rolling time, microseconds: one minute, seven days. */
    long MIN_ROLLING_US = TimeUnit.MINUTES.toMicros(1);

    long MAX_ROLLING_US = TimeUnit.DAYS.toMicros(7);

    /** No time: limits have none. */
    record None() implements Frame {}

    /** The calendar day in UTC. */
    record Day() implements Frame {}

    /** The calendar month in UTC. */
    record Month() implements Frame {}

    /** The last so many microseconds at any time. */
    record Rolling(long us) implements Frame {}

    /**
     * One frame of those that follow each other.
     *
     * @param name keeps its accounts apart from other frames'
     * @param endsAtUs epoch microseconds; no lease lasts longer
     * @param spentSinceUs of a rolling time, spending before this instant no longer counts
     */
    record Span(String name, long endsAtUs, long spentSinceUs) {}

    /** The frame that an instant is in. */
    default Span at(long nowUs) {
        LocalDate today =
                LocalDate.ofInstant(
                        Instant.ofEpochSecond(TimeUnit.MICROSECONDS.toSeconds(nowUs)),
                        ZoneOffset.UTC);
        return switch (this) {
            case None() -> new Span("", Long.MAX_VALUE, 0);
            case Day() -> calendar(today.toString(), today.plusDays(1));
            case Month() -> month(YearMonth.from(today));
            case Rolling(long us) -> new Span("rolling", Long.MAX_VALUE, nowUs - us);
        };
    }

    private static Span month(YearMonth month) {
        return calendar(month.toString(), month.plusMonths(1).atDay(1));
    }

    private static Span calendar(String name, LocalDate end) {
        return new Span(name, startUs(end), startUs(end));
    }

    private static long startUs(LocalDate day) {
        return TimeUnit.SECONDS.toMicros(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    }
}
