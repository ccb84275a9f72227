// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

/**
 * What happens when the utility is gone: batteries carry what hangs on them until generators do. No
 * heat is kept anywhere: where pumps and fans do not hang on batteries, cooling stands still for
 * the start.
 *
 * @param bridgeSeconds how long batteries carry the load; 0 when their power does not do
 * @param startSeconds until generators carry it
 * @param generatorShare what generators may give per what the site wants then
 * @param fuelHours how long their fuel lasts at that load
 * @param coolingOnBattery whether pumps and fans go on through the start
 */
public record RideThrough(
        Figure bridgeSeconds,
        double startSeconds,
        double generatorShare,
        Figure fuelHours,
        boolean coolingOnBattery) {
    /** A battery at the end of its life has this share of its energy (IEEE 485, IEEE 1188). */
    public static final Figure AGED =
            new Figure(0.9, 0.8, 1, Provenance.CLAIMED, "IEEE 1188: replaced at 80 %");

    /**
     * What batteries and generators do at the worst hour's load.
     *
     * @param batteries all of them together
     * @param generators all of them together
     * @param batteryWatts load on the batteries in that hour
     * @param siteWatts load of the site in that hour
     * @param coolingOnBattery whether the cooling's pumps and fans are in {@code batteryWatts}
     */
    public static RideThrough of(
            Batteries batteries,
            Generators generators,
            double batteryWatts,
            double siteWatts,
            boolean coolingOnBattery) {
        boolean strong = batteries.ratedWatts() >= batteryWatts;
        double seconds = strong ? 3_600 * batteries.wattHours() / batteryWatts : 0;
        double burnt = Math.min(1, siteWatts / generators.ratedWatts());
        return new RideThrough(
                AGED.times(seconds),
                generators.startSeconds(),
                generators.ratedWatts() / siteWatts,
                Figure.within(
                        generators.fullLoadFuelHours() / burnt,
                        0.1,
                        Provenance.ASSUMED,
                        "fuel in proportion to load"),
                coolingOnBattery);
    }

    /** Whether no rack notices, even when batteries are old. */
    public boolean held() {
        return bridgeSeconds.low() >= startSeconds && generatorShare >= 1;
    }

    /**
     * Batteries.
     *
     * @param wattHours energy of all, new
     * @param ratedWatts power of all
     */
    public record Batteries(double wattHours, double ratedWatts) {}

    /**
     * Generators.
     *
     * @param ratedWatts power of all that may be counted on
     * @param startSeconds from the loss of the utility until they carry the load
     * @param fullLoadFuelHours how long the fuel on site lasts at full load
     */
    public record Generators(double ratedWatts, double startSeconds, double fullLoadFuelHours) {}
}
