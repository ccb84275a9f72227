// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.cooling;

import io.wattmill.twin.plan.cooling.Cooling.Links;
import io.wattmill.twin.plan.given.Given;

/**
 * A dry cooler or a cooling tower.
 *
 * @param id name within the plan
 * @param kind which of these
 * @param heatWatts heat that it gives to the air outside
 * @param approachK by how much the water that leaves it is warmer than the air: dry bulb for a dry
 *     cooler, wet bulb for a tower
 * @param fanWatts its fans at full speed
 * @param cyclesOfConcentration how often a tower's water goes round before it is drained
 * @param links power and group
 */
public record HeatRejector(
        String id,
        Kind kind,
        long heatWatts,
        Given<Double> approachK,
        Given<Double> fanWatts,
        Given<Double> cyclesOfConcentration,
        Links links) {
    /** Of a plan that does not say. */
    public static final Given<Double> CYCLES =
            Given.assumed(4.0, "cycles of concentration, 3 to 6 by the water");

    private static final double FAN_SHARE = 0.015;

    /** What it is. */
    public enum Kind {
        /** Fans over a coil: no water is lost. */
        DRY_COOLER(10),
        /** Water evaporates: colder than the air, at the cost of water. */
        TOWER(4);

        private final double approachK;

        Kind(double approachK) {
            this.approachK = approachK;
        }

        /** Its approach where the plan does not say: 8 to 12 K dry, 3 to 5 K wet. */
        public Given<Double> approach() {
            return Given.assumed(approachK, "usual approach, 8 to 12 K dry, 3 to 5 K wet");
        }
    }

    /** Fans of a unit of this size. */
    public static Given<Double> fanWattsFor(long heatWatts) {
        return Given.assumed(FAN_SHARE * heatWatts, "fans: 1.5 % of the heat");
    }
}
