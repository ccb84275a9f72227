// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.weather;

/**
 * The year that plans are computed over: 365 days of local time without daylight saving. Hour 0
 * begins at 00:00 of 1 January, and that day is taken for a Monday.
 */
public final class PlanningYear {
    /** Of the year. */
    public static final int HOURS = 8_760;

    /** Of the year. */
    public static final int DAYS = 365;

    /** The same of each day: there is no daylight saving. */
    public static final int HOURS_PER_DAY = 24;

    /** Of seven days. */
    public static final int HOURS_PER_WEEK = 168;

    /** Of the year. */
    public static final int MONTHS = 12;

    private static final int[] FIRST_DAY = {
        0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
    };
    private static final byte[] MONTH_OF_DAY = monthsOfDays();

    private PlanningYear() {}

    /** Month that the hour lies in, 0 is January. */
    public static int monthOf(int hour) {
        return MONTH_OF_DAY[hour / HOURS_PER_DAY];
    }

    /** Hour of the day, 0 to 23. */
    public static int hourOfDay(int hour) {
        return hour % HOURS_PER_DAY;
    }

    /** Whether the hour lies on a Saturday or a Sunday. */
    public static boolean weekend(int hour) {
        return hour / HOURS_PER_DAY % 7 >= 5;
    }

    private static byte[] monthsOfDays() {
        byte[] months = new byte[DAYS];
        for (int month = 0; month < MONTHS; month++) {
            for (int day = FIRST_DAY[month]; day < FIRST_DAY[month + 1]; day++) {
                months[day] = (byte) month;
            }
        }
        return months;
    }
}
