// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

/** Where the last step of a cumulative reading came from. */
public enum EnergySource {
    /** The device's own counter. */
    COUNTER,
    /** The trapezoid integral of its power. */
    INTEGRAL
}
