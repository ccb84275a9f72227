// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a request went where it went: kept with the request.
 *
 * @param mode the policy's name
 * @param fleetAgeNanos age of the oldest report of a node that was eligible; 0 without one
 * @param fleetNodes nodes in the fleet
 * @param candidates eligible ones best first, then those that could compute the prompt for the
 *     chosen one, then excluded ones; the first few of each
 */
public record Decision(
        String mode, long fleetAgeNanos, int fleetNodes, List<Candidate> candidates) {

    /** The same with those that could compute the prompt. */
    Decision with(List<Candidate> prefilling) {
        List<Candidate> all = new ArrayList<>(candidates);
        long eligible = candidates.stream().filter(Candidate.Eligible.class::isInstance).count();
        all.addAll((int) eligible, prefilling);
        return new Decision(mode, fleetAgeNanos, fleetNodes, List.copyOf(all));
    }
}
