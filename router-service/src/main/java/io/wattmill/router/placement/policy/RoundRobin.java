// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/** One after the other, whatever each has to do. Takes turns. */
final class RoundRobin implements PlacementPolicy {
    private int turn;

    @Override
    public String mode() {
        return PlacementMode.ROUND_ROBIN.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        int chosen = Integer.remainderUnsigned(turn++, among.size());
        for (int i = 0; i < among.size(); i++) {
            among.cost(i, Math.floorMod(i - chosen, among.size()));
        }
        return chosen;
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return index == chosen ? "its turn" : "its turn comes in " + Math.round(among.cost(index));
    }
}
