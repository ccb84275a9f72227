// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.weather.PlanningYear;

/** What is said of a series that has another length than {@code weather.HourSeries} takes. */
final class Hours {
    static final String PROBLEM = "is neither a day of hours nor a week nor a year";

    private static final int LEAP_YEAR = PlanningYear.HOURS + PlanningYear.HOURS_PER_DAY;

    private Hours() {}

    /** What to do about that many. */
    static String fix(int given) {
        return given == LEAP_YEAR ? "drop 29 February" : "give 24, 168 or 8,760 values";
    }
}
