// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.prediction.EngineLimits;
import io.wattmill.router.prediction.EngineWork;

/**
 * Which engine takes a request when there is more work than the engines do in time. The one that is
 * late already: one line that grows breaks the promises of those who stand in it, eight short lines
 * break everybody's. The others go on in time, at as much as they can do (adr/0036).
 *
 * <p>Only for a request that an engine would serve in time if it had less to do: of one that is
 * late anywhere nothing is to be gained. And not without end: a line has its longest.
 */
final class Overflow {
    /** No line may grow, or it is not load that makes the request late. */
    static final int NONE = -1;

    /** For each that runs. */
    private final double longestLine;

    /** Of those of the request asked about last. */
    private double[] loads = new double[16];

    Overflow(double longestLine) {
        this.longestLine = longestLine;
    }

    /** Whether the engine would still serve it, and those it runs, as promised. */
    static boolean isInTime(Strains strains, Limits limits, Candidates among, int index) {
        return strains.first(index) <= 1
                && strains.promised(index) <= 1
                && Shares.kv(among, index, limits.shape().promptTokens()) <= EngineLimits.FULL_KV;
    }

    /**
     * The engine that is furthest beyond what it does in time, equals by chance, or {@link #NONE}.
     * What it and its equals cost is {@link LeastCost#ALL_LATE} from then on.
     */
    int choose(Strains strains, Limits limits, Candidates among, long dice) {
        double most = 0;
        boolean byLoad = false;
        loads = loads.length < among.size() ? new double[2 * among.size()] : loads;
        for (int i = 0; i < among.size(); i++) {
            byLoad = byLoad || limits.isWithinReach(among, i);
            loads[i] = hasRoomInLine(among.work(i)) ? load(strains, limits, among, i) : 0;
            most = Math.max(most, loads[i]);
        }
        return byLoad && most > 0 ? latest(among, most, dice) : NONE;
    }

    private int latest(Candidates among, double most, long dice) {
        for (int i = 0; i < among.size(); i++) {
            if (loads[i] == most) {
                among.cost(i, LeastCost.ALL_LATE);
            }
        }
        return Ties.least(among, 1, dice);
    }

    private boolean hasRoomInLine(EngineWork work) {
        return work.prefilling() < longestLine * work.decoding();
    }

    /** The largest share that is taken of what it does in time: pace, room, and its line. */
    private static double load(Strains strains, Limits limits, Candidates among, int index) {
        double taken = Math.max(strains.promised(index), Shares.kv(among, index, 0));
        return Math.max(taken, line(limits, among, index));
    }

    /** Of the time to first token, what is ahead of its own prompt. */
    private static double line(Limits limits, Candidates among, int index) {
        long ahead = among.predictions().ttftNanos(index) - among.unloadedTtftNanos(index);
        return (double) ahead / limits.slo().ttftNanos();
    }
}
