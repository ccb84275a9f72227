// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

/** A coolant by the heat that a litre of it takes per kelvin: density times specific heat. */
public enum Coolant {
    /** Water at 25 °C: 0.997 kg/L x 4.18 kJ/(kg K). */
    WATER(4_167),
    /** A quarter of propylene glycol, at 30 °C: 1.017 kg/L x 3.93 kJ/(kg K). */
    PG25(3_997);

    private final double joulesPerLitreKelvin;

    Coolant(double joulesPerLitreKelvin) {
        this.joulesPerLitreKelvin = joulesPerLitreKelvin;
    }

    /**
     * Litres per minute that carry this heat away, {@code V = P / (rho c dT)}: for water at 10 K
     * 1.44 L/min per kW.
     */
    public double litresPerMinute(double watts, double riseK) {
        return 60 * watts / (joulesPerLitreKelvin * riseK);
    }
}
