// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/** The fewest requests in flight from this router; among equals by chance. */
final class LeastRequest implements PlacementPolicy {
    @Override
    public String mode() {
        return PlacementMode.LEAST_REQUEST.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        count(among);
        return Ties.least(among, 1, dice);
    }

    /** Ranks all by their requests in flight. */
    static void count(Candidates among) {
        for (int i = 0; i < among.size(); i++) {
            among.cost(i, among.work(i).inFlight());
        }
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return index == chosen
                ? "fewest in flight"
                : Words.more(among.cost(index) - among.cost(chosen), "in flight");
    }
}
