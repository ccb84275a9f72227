// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.List;
import java.util.Optional;

/**
 * An uninterruptible power supply.
 *
 * @param id name within the plan
 * @param ratedWatts power that it may deliver continuously
 * @param fedBy what feeds it
 * @param backedBy its batteries, which carry it while nothing feeds it
 * @param losses what it turns into heat
 * @param group equal units with this word stand in for each other
 */
public record Ups(
        String id,
        long ratedWatts,
        List<String> fedBy,
        List<String> backedBy,
        Losses losses,
        Optional<String> group)
        implements PowerUnit {

    /** Copies its lists. */
    public Ups {
        fedBy = List.copyOf(fedBy);
        backedBy = List.copyOf(backedBy);
    }

    @Override
    public Kind kind() {
        return Kind.UPS;
    }
}
