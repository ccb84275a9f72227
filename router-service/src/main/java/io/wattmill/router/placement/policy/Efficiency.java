// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.Slo;

/**
 * The least joules, for work that nobody waits for: what was promised counts loosely, and where
 * nothing was, only the queue and the KV cache bound how much gathers on an engine.
 */
final class Efficiency implements PlacementPolicy {
    private static final double ALL = 1;

    private final double looseness;
    private final int queue;
    private final LeastCost leastCost;

    Efficiency(PolicySettings settings) {
        this.looseness = settings.looseness();
        this.queue = settings.batchQueue();
        this.leastCost = new LeastCost(settings);
    }

    @Override
    public String mode() {
        return PlacementMode.EFFICIENCY.label();
    }

    @Override
    public boolean savesEnergy() {
        return true;
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        return leastCost.choose(among, limits(request, among), request.terms(), dice);
    }

    private Limits limits(PlacementRequest request, Candidates among) {
        Slo loose = Shares.reachable(request.terms().slo().times(looseness), among);
        return new Limits(request.shape(), loose, Slo.NEVER, ALL, ALL, queue, ALL, ALL);
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return leastCost.note(among, request.terms(), index, chosen);
    }
}
