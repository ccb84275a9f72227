// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

/**
 * An hour of a water loop.
 *
 * @param chillerWatts power of the chillers
 * @param fanWatts power of what rejects the heat
 * @param rejectedWatts heat that went outside, the chillers' work in it
 * @param missedWatts heat that nothing carried
 * @param litres water made up
 * @param supplyC temperature of the supply
 * @param chillerLoading wanted of the chillers per what they may; without chillers, how much of the
 *     way to its limit the weather uses: above 1 heat is missed
 * @param rejectionLoading wanted of towers or dry coolers per what they may
 */
public record LoopHour(
        double chillerWatts,
        double fanWatts,
        double rejectedWatts,
        double missedWatts,
        double litres,
        double supplyC,
        double chillerLoading,
        double rejectionLoading) {}
