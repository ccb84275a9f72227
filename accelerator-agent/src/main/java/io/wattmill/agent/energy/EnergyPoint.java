// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

/**
 * A meter at an instant.
 *
 * @param atUs epoch microseconds
 * @param energyUj cumulative microjoules
 */
public record EnergyPoint(long atUs, long energyUj) {}
