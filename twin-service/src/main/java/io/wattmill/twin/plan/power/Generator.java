// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import io.wattmill.twin.plan.given.Given;

import java.util.List;
import java.util.Optional;

/**
 * A generator; named in the {@code backed-by} of what it takes over.
 *
 * @param id name within the plan
 * @param ratedWatts power that it may deliver for as long as its fuel lasts
 * @param fuelHours how long its fuel lasts at that power
 * @param startSeconds until it carries load
 * @param group equal units with this word stand in for each other
 */
public record Generator(
        String id,
        long ratedWatts,
        Given<Double> fuelHours,
        Given<Double> startSeconds,
        Optional<String> group)
        implements PowerUnit {
    /** Of a plan that does not say. */
    public static final Given<Double> FUEL_HOURS =
            Given.assumed(24.0, "a day of fuel; tier III and IV ask for 12 h");

    /** Of a plan that does not say. */
    public static final Given<Double> START_SECONDS =
            Given.assumed(10.0, "NFPA 110 type 10: load within 10 s");

    @Override
    public Kind kind() {
        return Kind.GENERATOR;
    }

    @Override
    public List<String> fedBy() {
        return List.of();
    }
}
