// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.Slo;

/** Shares of a candidate, and what it may be asked for, that several policies look at. */
final class Shares {
    private Shares() {}

    /** What is aimed at, as far as the request's prompt allows where it is computed soonest. */
    static Slo reachable(Slo told, Candidates among) {
        if (!told.isAim()) {
            return told;
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < among.size(); i++) {
            least = Math.min(least, among.unloadedTtftNanos(i));
        }
        return told.reachable(least);
    }

    /** Of the KV cache, in use with so many tokens more; more than 1 when they do not fit. */
    static double kv(Candidates among, int index, long moreTokens) {
        double tokens = among.work(index).contextTokens() + moreTokens;
        return tokens / among.kvCapacityTokens(index);
    }

    /** Of the prompt's blocks, cached there; 0 of a prompt without blocks. */
    static double matched(PlacementRequest request, Candidates among, int index) {
        int blocks = request.prefix().count();
        return blocks == 0 ? 0 : (double) among.matchedBlocks(index) / blocks;
    }
}
