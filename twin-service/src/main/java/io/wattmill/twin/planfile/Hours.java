// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.weather.PlanningYear;

/** What is said of hours that are too many or too few, or of air that there is not. */
final class Hours {
    static final String PROBLEM = "is neither a day of hours nor a week nor a year";
    static final String CELSIUS = "degrees Celsius";
    static final String TOO_WET = "is above the dry bulb of the same hour";

    private static final int LEAP_YEAR = PlanningYear.HOURS + PlanningYear.HOURS_PER_DAY;

    private Hours() {}

    /** What to do about that many. */
    static String fix(int given) {
        return given == LEAP_YEAR ? "drop 29 February" : "give 24, 168 or 8,760 values";
    }

    /** What to do about a wet bulb above this dry one. */
    static String atMost(double dryC) {
        return "give " + dryC + " or less; are dry and wet the wrong way round?";
    }
}
