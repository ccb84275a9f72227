// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.weather.PlanningYear;

import java.util.List;
import java.util.Set;

/**
 * The same year with one unit out all along: failed, or in maintenance.
 *
 * @param lost id of what is out, one of it
 * @param unservedHours hours in which racks stand without a live feeder
 * @param overloadedHours hours in which some unit is above its rating
 * @param worstUnit the unit that is furthest above its rating, or nearest to it
 * @param worstLoading its load per rating in that hour
 * @param worstHour that hour
 * @param missedHours hours in which heat is not carried
 * @param mostMissedWatts most heat that is not carried in an hour
 * @param maintenanceHours longest run of hours in which all is served, carried and within ratings:
 *     how long it may be in maintenance, if it is done at the right time of the year
 */
public record OutageCase(
        String lost,
        int unservedHours,
        int overloadedHours,
        String worstUnit,
        double worstLoading,
        int worstHour,
        int missedHours,
        double mostMissedWatts,
        int maintenanceHours) {
    private static final double OVERLOAD = 1 + 1e-9;

    /** Every unit of chain and cooling out in its turn; a year each. */
    public static List<OutageCase> all(Facility facility) {
        return new RunningFacility(facility, Stance.BEST, Outage.NONE)
                .units().stream().map(each -> of(facility, each)).toList();
    }

    /** One unit of that id out. */
    public static OutageCase of(Facility facility, String lost) {
        FacilityYear year = FacilityYear.of(facility, Stance.BEST, Outage.of(Set.of(lost)));
        int worst = year.peakHour(Column.LOADING);
        return new OutageCase(
                lost,
                year.hoursAbove(Column.UNSERVED, YearSums.NOTICEABLE_WATTS),
                year.hoursAbove(Column.LOADING, OVERLOAD),
                year.binding(worst),
                year.at(Column.LOADING, worst),
                worst,
                year.hoursAbove(Column.MISSED, YearSums.NOTICEABLE_WATTS),
                year.at(Column.MISSED, year.peakHour(Column.MISSED)),
                longestQuiet(year));
    }

    /** Whether the racks notice nothing of it. */
    public boolean harmless() {
        return unservedHours == 0 && overloadedHours == 0 && missedHours == 0;
    }

    private static int longestQuiet(FacilityYear year) {
        int longest = 0;
        int run = 0;
        for (int hour = 0; hour < PlanningYear.HOURS; hour++) {
            run = quiet(year, hour) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static boolean quiet(FacilityYear year, int hour) {
        return year.at(Column.UNSERVED, hour) <= YearSums.NOTICEABLE_WATTS
                && year.at(Column.MISSED, hour) <= YearSums.NOTICEABLE_WATTS
                && year.at(Column.LOADING, hour) <= OVERLOAD;
    }
}
