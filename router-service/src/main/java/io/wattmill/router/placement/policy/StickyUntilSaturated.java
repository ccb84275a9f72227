// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/**
 * llm-d's guides since August 2026 ("Sticky until saturated"): only engines that have at least 0.80
 * of the prompt cached, unless the best of them would give the first token 18 s later than the best
 * of the others, at 15,928 prompt tokens per second; among those that remain the one with the
 * fewest prompt tokens to compute, this prompt's included. Equals by chance.
 */
final class StickyUntilSaturated implements PlacementPolicy {
    private static final double WARM = 0.80;
    private static final double PEAK_TOKENS_PER_SECOND = 15_928;
    private static final double LARGEST_PENALTY_SECONDS = 18;
    private static final double LARGEST_PENALTY_TOKENS =
            PEAK_TOKENS_PER_SECOND * LARGEST_PENALTY_SECONDS;

    /** More prompt tokens than an engine ever has: what is left out comes after all others. */
    private static final double LEFT_OUT = 1e15;

    @Override
    public String mode() {
        return PlacementMode.STICKY_UNTIL_SATURATED.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        boolean sticky = staysWarm(request, among);
        for (int i = 0; i < among.size(); i++) {
            double uncached =
                    request.shape().promptTokens() * (1 - Shares.matched(request, among, i));
            boolean leftOut = sticky && Shares.matched(request, among, i) < WARM;
            double tokens = among.work(i).prefillTokens() + uncached;
            among.cost(i, leftOut ? LEFT_OUT + tokens : tokens);
        }
        return Ties.least(among, 1, dice);
    }

    /** False also when none is warm. */
    private static boolean staysWarm(PlacementRequest request, Candidates among) {
        long warm = Long.MAX_VALUE;
        long cold = Long.MAX_VALUE;
        for (int i = 0; i < among.size(); i++) {
            long tokens = among.work(i).prefillTokens();
            if (Shares.matched(request, among, i) >= WARM) {
                warm = Math.min(warm, tokens);
            } else {
                cold = Math.min(cold, tokens);
            }
        }
        boolean any = warm < Long.MAX_VALUE;
        return any && (cold == Long.MAX_VALUE || warm - cold <= LARGEST_PENALTY_TOKENS);
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        double cost = among.cost(index);
        return cost >= LEFT_OUT
                ? "its cache is cold"
                : Math.round(cost) + " prompt tokens to compute";
    }
}
