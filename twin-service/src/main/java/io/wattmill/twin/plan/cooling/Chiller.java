// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.cooling;

import io.wattmill.twin.plan.cooling.Cooling.Links;
import io.wattmill.twin.plan.given.Given;

import java.util.List;

/**
 * A chiller: it lifts heat from the water that cools to the one that is cooled outside.
 *
 * @param id name within the plan
 * @param coolingWatts heat that it lifts
 * @param cop heat per electricity by lift, at rising lifts; between points a straight line, beyond
 *     them the nearest
 * @param links power, warm side and group
 */
public record Chiller(String id, long coolingWatts, Given<List<CopPoint>> cop, Links links) {
    /** Of a plan that does not say: 45 % of Carnot at 20 C chilled water, rounded. */
    public static final Given<List<CopPoint>> COP =
            Given.assumed(
                    List.of(new CopPoint(10, 13.2), new CopPoint(20, 6.6), new CopPoint(35, 3.8)),
                    "45 % of Carnot at 20 C chilled water");

    /**
     * One point of its curve.
     *
     * @param liftK between leaving chilled and leaving condenser water
     * @param cop coefficient of performance there
     */
    public record CopPoint(double liftK, double cop) {}
}
