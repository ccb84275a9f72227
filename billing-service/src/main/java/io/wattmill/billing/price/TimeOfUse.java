// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * A part of the week, in UTC.
 *
 * @param days bit 0 is Monday, bit 6 Sunday; at least one
 * @param fromMinute first minute of the day, 0 to 1439
 * @param toMinute first minute after it, 1 to 1440; when it is not above {@code fromMinute} the
 *     window goes over midnight, and each of the two halves belongs to the day that it lies in
 */
public record TimeOfUse(int days, int fromMinute, int toMinute) {

    private static final int EVERY_DAY = 0b111_1111;
    private static final int DAY_MINUTES = 1_440;

    /** The whole week: no condition. */
    public static final TimeOfUse ALWAYS = new TimeOfUse(EVERY_DAY, 0, DAY_MINUTES);

    public TimeOfUse {
        boolean isWindow =
                days > 0
                        && days <= EVERY_DAY
                        && fromMinute >= 0
                        && fromMinute < DAY_MINUTES
                        && toMinute > 0
                        && toMinute <= DAY_MINUTES
                        && fromMinute != toMinute;
        if (!isWindow) {
            throw new IllegalArgumentException("not a part of the week");
        }
    }

    /** A window on some days; every day when none is named. */
    public static TimeOfUse of(Set<DayOfWeek> days, int fromMinute, int toMinute) {
        int mask = days.stream().mapToInt(day -> 1 << (day.getValue() - 1)).sum();
        return new TimeOfUse(mask == 0 ? EVERY_DAY : mask, fromMinute, toMinute);
    }

    /** Whether it leaves anything out. */
    public boolean isCondition() {
        return !equals(ALWAYS);
    }

    /** Whether an instant in epoch microseconds lies in it. */
    public boolean contains(long atUs) {
        OffsetDateTime at = Instant.EPOCH.plus(atUs, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        int minute = at.getHour() * 60 + at.getMinute();
        return (days >> (at.getDayOfWeek().getValue() - 1) & 1) == 1 && hasMinute(minute);
    }

    /** Whether some instant lies in both. */
    boolean overlaps(TimeOfUse other) {
        return (days & other.days) != 0
                && (hasMinute(other.fromMinute) || other.hasMinute(fromMinute));
    }

    private boolean hasMinute(int minute) {
        return fromMinute < toMinute
                ? minute >= fromMinute && minute < toMinute
                : minute >= fromMinute || minute < toMinute;
    }
}
