// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/** Any engine, each as likely as the other. */
final class AnyOne implements PlacementPolicy {
    @Override
    public String mode() {
        return PlacementMode.RANDOM.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        for (int i = 0; i < among.size(); i++) {
            among.cost(i, 0);
        }
        return (int) Long.remainderUnsigned(dice, among.size());
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return index == chosen ? "by chance" : "";
    }
}
