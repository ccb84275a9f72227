// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

/**
 * Towers or dry coolers that share a loop's heat evenly and give it to the air outside.
 *
 * @param id name within the plan
 * @param kind by evaporation or dry
 * @param count how many there are, at least 1
 * @param ratedHeatWatts what one of them may give away at its approach
 * @param approachK how far above the air (wet or dry bulb) it cools water at full load
 * @param exchangerApproachK what an exchanger between it and the loop adds; 0 without one
 * @param fan of one of them
 * @param litresPerKwh water that evaporates per kWh of heat; without meaning for a dry one
 * @param cyclesOfConcentration how often water goes around before it is let off, above 1
 */
public record Rejection(
        String id,
        Kind kind,
        int count,
        double ratedHeatWatts,
        Figure approachK,
        Figure exchangerApproachK,
        Mover fan,
        Figure litresPerKwh,
        double cyclesOfConcentration) {
    /**
     * Latent heat alone: 3.6 MJ per kWh over 2.40 MJ/kg (water at 42 °C, steam tables); 2.30 to
     * 2.45 for all that is met.
     */
    public static final Figure EVAPORATION =
            new Figure(1.50, 1.47, 1.57, Provenance.DERIVED, "latent heat of 2.30-2.45 MJ/kg");

    /** Towers come 3 to 5 K near the wet bulb. */
    public static final Figure TOWER_APPROACH =
            new Figure(4, 3, 5, Provenance.ASSUMED, "tower 3-5 K");

    /** Dry coolers come 8 to 12 K near the dry bulb. */
    public static final Figure DRY_APPROACH =
            new Figure(10, 8, 12, Provenance.ASSUMED, "dry cooler 8-12 K");

    /** Plate exchangers: 3 to 5 K. */
    public static final Figure EXCHANGER_APPROACH =
            new Figure(4, 3, 5, Provenance.ASSUMED, "exchanger 3-5 K");

    /** Refuses cycles at which no water would be let off. */
    public Rejection {
        if (kind == Kind.EVAPORATIVE && !(cyclesOfConcentration > 1)) {
            throw new IllegalArgumentException(id + ": cycles of concentration above 1");
        }
    }

    /** How heat gets into the air outside. */
    public enum Kind {
        /** Cooling tower: approaches the wet bulb and takes water. */
        EVAPORATIVE,
        /** Dry cooler: approaches the dry bulb and takes none. */
        DRY
    }

    /** Water to make up per litre that evaporates: {@code cycles / (cycles - 1)}. */
    public double makeUpPerEvaporated() {
        return cyclesOfConcentration / (cyclesOfConcentration - 1);
    }
}
