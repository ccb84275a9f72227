// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.weather.PlanningYear;

/**
 * A year in sums.
 *
 * @param itKwh into racks
 * @param siteKwh into the site
 * @param chainKwh lost in the power chain
 * @param coolingKwh pumps, fans and chillers
 * @param chillerKwh chillers alone
 * @param litres water made up
 * @param carbonKg CO2 equivalent
 * @param peakWatts greatest mean of an hour that the site drew
 * @param freeHours hours without a chiller
 * @param missedKwh heat that nothing carried
 * @param missedHours hours in which some was not
 */
public record YearSums(
        double itKwh,
        double siteKwh,
        double chainKwh,
        double coolingKwh,
        double chillerKwh,
        double litres,
        double carbonKg,
        double peakWatts,
        double freeHours,
        double missedKwh,
        double missedHours) {
    /** Less than a watt is rounding. */
    static final double NOTICEABLE_WATTS = 1;

    /** Sums of a computed year. */
    public static YearSums of(FacilityYear year) {
        Summing sums = new Summing();
        for (int hour = 0; hour < PlanningYear.HOURS; hour++) {
            int at = hour;
            sums.add(column -> year.at(column, at));
        }
        return sums.scaled(1);
    }

    /** Sums of every n-th hour, times n: coprime to 24, so that all hours of the day are in it. */
    static YearSums sampled(Facility facility, Stance stance, int stride) {
        RunningFacility running = new RunningFacility(facility, stance, Outage.NONE);
        YearWriting writing = new YearWriting(running);
        Summing sums = new Summing();
        int hours = 0;
        for (int hour = 0; hour < PlanningYear.HOURS; hour += stride) {
            int at = hour;
            running.hour(hour);
            writing.sums(hour);
            sums.add(column -> writing.at(column, at));
            hours++;
        }
        return sums.scaled((double) PlanningYear.HOURS / hours);
    }

    /** Energy of the site per energy of its racks. */
    public double pue() {
        return siteKwh / itKwh;
    }

    /** Litres per kWh of the racks. */
    public double wue() {
        return litres / itKwh;
    }

    /** Kilograms of CO2 equivalent per kWh of the racks. */
    public double cue() {
        return carbonKg / itKwh;
    }
}
