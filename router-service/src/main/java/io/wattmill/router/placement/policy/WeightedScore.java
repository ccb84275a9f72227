// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/**
 * llm-d's weighted scorers as its router has them by default ({@code config/loader/defaults.go}):
 * queue 2, KV cache 2, prefix 3, each from 0 to 1; the best sum wins, equals by chance. It sees the
 * router's own count of the queue and of the KV cache, which is younger than the 50 ms of the
 * original.
 */
final class WeightedScore implements PlacementPolicy {
    private static final double QUEUE = 2;
    private static final double KV = 2;
    private static final double PREFIX = 3;

    @Override
    public String mode() {
        return PlacementMode.WEIGHTED.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        int longest = 0;
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < among.size(); i++) {
            longest = Math.max(longest, among.work(i).prefilling());
            shortest = Math.min(shortest, among.work(i).prefilling());
        }
        for (int i = 0; i < among.size(); i++) {
            double queue = queueScore(among.work(i).prefilling(), shortest, longest);
            double free = 1 - Math.min(1, Shares.kv(among, i, 0));
            double prefix = Shares.matched(request, among, i);
            among.cost(i, -(QUEUE * queue + KV * free + PREFIX * prefix));
        }
        return Ties.least(among, 1, dice);
    }

    private static double queueScore(int queue, int shortest, int longest) {
        return longest == shortest ? 1 : (double) (longest - queue) / (longest - shortest);
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return "scores " + Words.number(-among.cost(index)) + " of 7";
    }
}
