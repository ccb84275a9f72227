// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.weather.PlanningYear;

/**
 * A year's sums, each with its interval and how it is known. Every knob is turned to both its ends,
 * alone; knobs are taken to be independent, so that what they do to a figure adds up as squares.
 *
 * @param itKwh into racks
 * @param siteKwh into the site: what is measured at its meter
 * @param pue site per racks
 * @param wueLitresPerKwh water per kWh of the racks
 * @param waterLitres water made up
 * @param cueKgPerKwh carbon per kWh of the racks
 * @param carbonKg carbon
 * @param peakWatts greatest mean of an hour at the site's meter
 * @param meanWatts mean at the site's meter: the measured megawatts
 * @param provisionedWatts what the site has a right to: the provisioned megawatts
 * @param chillerKwh energy of chillers
 * @param freeHours hours without a chiller
 * @param missedHours hours in which heat was not carried
 * @param moves what moves the PUE most
 */
public record YearFigures(
        Figure itKwh,
        Figure siteKwh,
        Figure pue,
        Figure wueLitresPerKwh,
        Figure waterLitres,
        Figure cueKgPerKwh,
        Figure carbonKg,
        Figure peakWatts,
        Figure meanWatts,
        Figure provisionedWatts,
        Figure chillerKwh,
        Figure freeHours,
        Figure missedHours,
        Knob moves) {

    private static final String SOURCE = "hour by hour: chain and cooling of the plan";

    /** Figures of a facility whose year is computed already. */
    public static YearFigures of(Facility facility, FacilityYear year) {
        Spread spread = Spread.of(facility, YearSums.of(year));
        return new YearFigures(
                spread.figure(YearSums::itKwh, SOURCE),
                spread.figure(YearSums::siteKwh, SOURCE),
                spread.figure(YearSums::pue, SOURCE),
                spread.figure(YearSums::wue, SOURCE),
                spread.figure(YearSums::litres, SOURCE),
                spread.figure(YearSums::cue, SOURCE),
                spread.figure(YearSums::carbonKg, SOURCE),
                spread.figure(YearSums::peakWatts, SOURCE),
                spread.figure(sums -> sums.siteKwh() * 1_000 / PlanningYear.HOURS, SOURCE),
                facility.provisionedWatts(),
                spread.figure(YearSums::chillerKwh, SOURCE),
                spread.figure(YearSums::freeHours, SOURCE),
                spread.figure(YearSums::missedHours, SOURCE),
                spread.most(YearSums::pue));
    }
}
