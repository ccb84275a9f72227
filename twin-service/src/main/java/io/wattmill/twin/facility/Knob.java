// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility;

/**
 * Inputs that are wrong together: when one transformer loses more than its curve says, so does the
 * next one. Two knobs are taken to be independent of each other.
 */
public enum Knob {
    /** What the racks draw. */
    LOAD,
    /** Coefficients of loss curves. */
    LOSSES,
    /** How good chillers are, and the temperatures on both sides of them. */
    CHILLERS,
    /** Power of fans at their full flow, and their floors. */
    FANS,
    /** Power of pumps at their full flow, and their floors. */
    PUMPS,
    /** Kelvins between the air outside and the water that it cooled. */
    APPROACHES,
    /** Share of a rack's heat that goes into its water. */
    HEAT_SPLIT,
    /** Temperature outside. */
    WEATHER,
    /** Water that a kilowatt-hour of heat takes. */
    WATER,
    /** CO2 equivalent of the power that comes in. */
    CARBON
}
