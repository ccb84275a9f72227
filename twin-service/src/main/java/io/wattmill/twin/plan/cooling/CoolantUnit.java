// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.cooling;

import io.wattmill.twin.plan.cooling.Cooling.Links;
import io.wattmill.twin.plan.given.Given;

import java.util.OptionalLong;

/**
 * A coolant distribution unit: the pump that liquid-cooled racks hang on.
 *
 * @param id name within the plan
 * @param pumpMlPerMinute flow that its pump gives at the loop's resistance
 * @param coolant what it pumps
 * @param riseTenthsKelvin by how much the coolant may warm up, in tenths of a kelvin
 * @param capacityWatts heat that its exchanger carries; empty when the plan does not say
 * @param thermal temperatures and pump
 * @param links power, cold side and group
 */
public record CoolantUnit(
        String id,
        long pumpMlPerMinute,
        Coolant coolant,
        long riseTenthsKelvin,
        OptionalLong capacityWatts,
        Thermal thermal,
        Links links) {

    /** A unit of which the plan gives the pump alone. */
    public CoolantUnit(String id, long pumpMlPerMinute, Coolant coolant, long riseTenthsKelvin) {
        this(
                id,
                pumpMlPerMinute,
                coolant,
                riseTenthsKelvin,
                OptionalLong.empty(),
                Thermal.of(pumpMlPerMinute),
                Links.NOT_GIVEN);
    }

    /**
     * Temperatures and pump.
     *
     * @param supplyC coolant on its way to the racks, degrees Celsius
     * @param approachK by how much that is warmer than the facility water that cools it
     * @param pumpWatts at full flow
     */
    public record Thermal(Given<Double> supplyC, Given<Double> approachK, Given<Double> pumpWatts) {
        /** Of a plan that does not say. */
        public static final Given<Double> SUPPLY_C =
                Given.assumed(40.0, "warm-water loop, below ASHRAE W45");

        /** Of a plan that does not say. */
        public static final Given<Double> APPROACH_K =
                Given.assumed(4.0, "exchanger of a CDU, 3 to 5 K");

        private static final double PUMP_PASCAL = 250_000;
        private static final double PUMP_EFFICIENCY = 0.55;
        private static final double ML_PER_MINUTE_PER_M3_PER_SECOND = 6e7;

        /** Of a pump of this flow: flow times pressure; of a 1 m3/min one 7.6 kW. */
        public static Given<Double> pumpFor(long mlPerMinute) {
            double flow = mlPerMinute / ML_PER_MINUTE_PER_M3_PER_SECOND;
            return Given.assumed(
                    flow * PUMP_PASCAL / PUMP_EFFICIENCY,
                    "flow against 2.5 bar at 55 %; Frontier's CDUs: 8.47 kW each");
        }

        /** Of a plan that gives the flow alone. */
        static Thermal of(long mlPerMinute) {
            return new Thermal(SUPPLY_C, APPROACH_K, pumpFor(mlPerMinute));
        }
    }

    /** A coolant by the heat that a litre of it takes per kelvin: density times specific heat. */
    public enum Coolant {
        /** Water at 30 °C: 0.996 kg/L x 4.18 kJ/(kg K). */
        WATER(4_163),
        /** A quarter of propylene glycol, at 30 °C: 1.017 kg/L x 3.93 kJ/(kg K). */
        PG25(3_997);

        private final long joulesPerLitreKelvin;

        Coolant(long joulesPerLitreKelvin) {
            this.joulesPerLitreKelvin = joulesPerLitreKelvin;
        }
    }

    /**
     * Flow in millilitres per minute that carries this heat away, rounded up: V = P / (rho c dT),
     * for water at 10 K some 1.44 L/min per kW.
     */
    public long flowFor(long watts) {
        return Math.ceilDiv(scaled(watts), coolant.joulesPerLitreKelvin * riseTenthsKelvin);
    }

    /** Rise in tenths of a kelvin at which its pump would do for this heat, rounded up. */
    public long riseFor(long watts) {
        return Math.ceilDiv(scaled(watts), coolant.joulesPerLitreKelvin * pumpMlPerMinute);
    }

    /** Seconds per minute, millilitres per litre, tenths per kelvin; no plan comes near the cap. */
    private static long scaled(long watts) {
        long scale = 60L * 1_000 * 10;
        return scale * Math.min(watts, Long.MAX_VALUE / scale);
    }
}
