// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/**
 * Of two engines taken at random the one with fewer requests in flight, the first of them when they
 * have as many (Mitzenmacher: The power of two choices in randomized load balancing, 2001; the
 * default of Ray Serve).
 */
final class PowerOfTwo implements PlacementPolicy {
    @Override
    public String mode() {
        return PlacementMode.POWER_OF_TWO.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        LeastRequest.count(among);
        int size = among.size();
        int first = Integer.remainderUnsigned((int) dice, size);
        if (size == 1) {
            return first;
        }
        int away = 1 + Integer.remainderUnsigned((int) (dice >>> Integer.SIZE), size - 1);
        int second = (first + away) % size;
        return among.cost(second) < among.cost(first) ? second : first;
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return index == chosen
                ? "fewer in flight, of two"
                : Words.more(among.cost(index) - among.cost(chosen), "in flight");
    }
}
