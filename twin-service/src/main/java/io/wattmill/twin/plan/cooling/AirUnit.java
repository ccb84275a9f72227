// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.cooling;

import io.wattmill.twin.plan.cooling.Cooling.Links;
import io.wattmill.twin.plan.given.Given;

/**
 * A computer-room air handler.
 *
 * @param id name within the plan
 * @param coolingWatts heat that it takes out of the air
 * @param airM3PerHour air that it moves at full speed
 * @param fanWatts its fans at full speed
 * @param supplyC air on its way to the racks, degrees Celsius
 * @param approachK by how much that is warmer than the water that cools it
 * @param links power, cold side and group
 */
public record AirUnit(
        String id,
        long coolingWatts,
        Given<Double> airM3PerHour,
        Given<Double> fanWatts,
        Given<Double> supplyC,
        Given<Double> approachK,
        Links links) {
    /** Of a plan that does not say. */
    public static final Given<Double> SUPPLY_C =
            Given.assumed(24.0, "within ASHRAE's recommended 18 to 27 C");

    /** Of a plan that does not say. */
    public static final Given<Double> APPROACH_K =
            Given.assumed(6.0, "water to air coil, 5 to 8 K");

    private static final double AIR_J_PER_M3_K = 1_206;
    private static final double AIR_RISE_K = 12;
    private static final double FAN_SHARE = 0.04;

    /** Air that carries this heat at a rise of 12 K: Q / (rho c dT). */
    public static Given<Double> airM3PerHourFor(long coolingWatts) {
        return Given.assumed(
                3_600 * coolingWatts / (AIR_J_PER_M3_K * AIR_RISE_K), "rise of 12 K in the room");
    }

    /** Fans of a unit of this size. */
    public static Given<Double> fanWattsFor(long coolingWatts) {
        return Given.assumed(FAN_SHARE * coolingWatts, "fans: 4 % of the cooling");
    }
}
