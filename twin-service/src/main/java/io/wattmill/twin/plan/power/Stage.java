// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.List;
import java.util.Optional;

/**
 * A transformer, switchboard, PDU or busway: it carries power on and loses some.
 *
 * @param id name within the plan
 * @param kind which of these
 * @param ratedWatts power that it may carry continuously
 * @param fedBy what feeds it
 * @param backedBy what takes over when all of that is lost
 * @param losses what it turns into heat
 * @param group equal units with this word stand in for each other
 */
public record Stage(
        String id,
        Kind kind,
        long ratedWatts,
        List<String> fedBy,
        List<String> backedBy,
        Losses losses,
        Optional<String> group)
        implements PowerUnit {

    /** Copies its lists. */
    public Stage {
        fedBy = List.copyOf(fedBy);
        backedBy = List.copyOf(backedBy);
    }
}
