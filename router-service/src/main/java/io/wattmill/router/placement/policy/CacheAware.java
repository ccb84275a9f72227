// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/**
 * SGLang's gateway ({@code policies/cache_aware.rs}): the least loaded engine while the load is
 * uneven, that is, while the most and the fewest requests in flight differ by more than 32 and by
 * more than a factor of 1.1; else the engine with the longest cached prefix, if that is more than
 * half of the prompt; else the least loaded one.
 */
final class CacheAware implements PlacementPolicy {
    private static final int UNEVEN = 32;
    private static final double UNEVEN_FACTOR = 1.1;
    private static final double LEAST_MATCH = 0.5;

    @Override
    public String mode() {
        return PlacementMode.CACHE_AWARE.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        LeastRequest.count(among);
        if (!isUneven(among)) {
            int longest = longestMatch(among);
            int blocks = longest < 0 ? 0 : among.matchedBlocks(longest);
            if (blocks > LEAST_MATCH * request.prefix().count()) {
                return longest;
            }
        }
        return Ties.least(among, 1, dice);
    }

    private static boolean isUneven(Candidates among) {
        double most = 0;
        for (int i = 0; i < among.size(); i++) {
            most = Math.max(most, among.cost(i));
        }
        double fewest = Ties.leastCost(among);
        return most - fewest > UNEVEN && most > UNEVEN_FACTOR * fewest;
    }

    /** Of equals the less loaded one; -1 when nothing is cached anywhere. */
    private static int longestMatch(Candidates among) {
        int best = -1;
        int most = 0;
        for (int i = 0; i < among.size(); i++) {
            int blocks = among.matchedBlocks(i);
            boolean idler = best >= 0 && blocks == most && among.cost(i) < among.cost(best);
            if (blocks > most || idler) {
                best = i;
                most = blocks;
            }
        }
        return best;
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        String cached =
                among.matchedBlocks(index) + " of " + request.prefix().count() + " blocks cached";
        return cached + ", " + Math.round(among.cost(index)) + " in flight";
    }
}
