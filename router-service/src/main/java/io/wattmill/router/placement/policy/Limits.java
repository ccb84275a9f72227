// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.prediction.RequestShape;

/**
 * What one request may run into on an engine; {@link Strains} says how near it comes.
 *
 * @param shape the request's lengths
 * @param slo promised to it
 * @param runningTpotNanos promised to the sequences that already run there
 * @param ttftShare of the slack that predictions of the first token may use up, see {@link Margin}
 * @param tpotShare the same between tokens
 * @param queue prompts that may wait on an engine
 * @param room share of its KV cache and of its sequences that an engine may use, see {@link Room}
 * @param mostHarm answers of others that its prompt may be expected to break, see {@link Harm}
 */
record Limits(
        RequestShape shape,
        Slo slo,
        long runningTpotNanos,
        double ttftShare,
        double tpotShare,
        int queue,
        double room,
        double mostHarm) {
    /** Nanoseconds that the first token may take on an engine that takes so long unloaded. */
    double first(long unloadedNanos) {
        return within(unloadedNanos, slo.ttftNanos(), ttftShare);
    }

    /** Nanoseconds that each token after it may take. */
    double pace(long unloadedNanos) {
        return within(unloadedNanos, slo.tpotNanos(), tpotShare);
    }

    /** Nanoseconds that each token of those that run there may take. */
    double running(long unloadedNanos) {
        return within(unloadedNanos, runningTpotNanos, tpotShare);
    }

    /** Whether the engine would keep both promises if it had nothing else to do. */
    boolean isWithinReach(Candidates among, int index) {
        return among.unloadedTtftNanos(index) <= slo.ttftNanos()
                && among.unloadedTpotNanos(index) <= Math.min(slo.tpotNanos(), runningTpotNanos);
    }

    private static double within(long unloadedNanos, long promisedNanos, double share) {
        double slack = Math.max(0, promisedNanos - unloadedNanos);
        return promisedNanos - (1 - share) * slack;
    }
}
