// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.prediction.EngineWork;

/**
 * Dynamo's KV router with its default weights ({@code lib/kv-router}): blocks of 16 tokens of
 * prompts to compute, this one's included and what it finds cached not, plus blocks held by the
 * sequences there. The least, equals by chance.
 */
final class KvCost implements PlacementPolicy {
    private static final double BLOCK_TOKENS = 16;

    @Override
    public String mode() {
        return PlacementMode.KV_COST.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        for (int i = 0; i < among.size(); i++) {
            EngineWork work = among.work(i);
            double raw = work.prefillTokens() + request.shape().promptTokens();
            double prefill = Math.max(0, raw - among.prediction(i).cachedTokens());
            among.cost(i, (prefill + work.contextTokens()) / BLOCK_TOKENS);
        }
        return Ties.least(among, 1, dice);
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return Math.round(among.cost(index)) + " blocks to compute or held";
    }
}
