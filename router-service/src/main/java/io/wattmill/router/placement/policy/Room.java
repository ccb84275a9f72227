// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;

/**
 * How full engines may become, by how full all of them are. While there is room elsewhere one may
 * be filled. When most of it is taken, all have to run anyhow, filling some saves little, and
 * slower steps keep every answer longer in the KV cache: then work is spread, so that a burst finds
 * room on each.
 */
final class Room {
    private static final double WHOLE = 1.5;
    private static final double LESS = 0.8;
    private static final double ABOVE_MEAN = 0.08;

    private Room() {}

    /** From 0.08 to more than 1: a share of what an engine may hold at most. */
    static double of(Candidates among) {
        double sum = 0;
        for (int i = 0; i < among.size(); i++) {
            double places = (double) among.work(i).sequences() / among.maxRunning(i);
            sum += Math.max(Shares.kv(among, i, 0), places);
        }
        double mean = sum / among.size();
        return Math.max(mean + ABOVE_MEAN, Math.min(1, WHOLE - LESS * mean));
    }
}
