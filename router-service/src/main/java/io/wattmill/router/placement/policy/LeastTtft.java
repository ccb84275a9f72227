// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/**
 * The engine that promises the first token soonest. Engines within the tolerance of the best are
 * equals, and chance decides between them: otherwise the first of four idle nodes would take every
 * request.
 */
public final class LeastTtft implements PlacementPolicy {
    private static final double PPM = 1e6;

    private final double tie;

    /**
     * @param tiePpm predictions this close, as a share of the best, are equal
     */
    public LeastTtft(long tiePpm) {
        this.tie = 1 + tiePpm / PPM;
    }

    @Override
    public String mode() {
        return PlacementMode.LEAST_TTFT.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        for (int i = 0; i < among.size(); i++) {
            among.cost(i, among.predictions().ttftNanos(i));
        }
        return Ties.least(among, tie, dice);
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return index == chosen
                ? "first token soonest"
                : Words.later(among.cost(index) - among.cost(chosen));
    }
}
