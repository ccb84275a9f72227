// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Admission;
import io.wattmill.router.fleet.Ejection;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Obstacle.Kind;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An engine that could take the request and should not, while others can. When none is left, those
 * that warm up come first; when there are none, the one that was ejected longest ago. What drains
 * or is down is never asked.
 *
 * @param depth blocks of the request that its cache probably holds
 */
record HeldBack(Serving one, int depth, Admission admission) {

    /** Those to fall back on. */
    static List<HeldBack> best(List<HeldBack> reserve) {
        List<HeldBack> warming =
                reserve.stream().filter(held -> held.admission == Admission.WARMING).toList();
        return warming.isEmpty() ? longestOut(reserve).stream().toList() : warming;
    }

    private static Optional<HeldBack> longestOut(List<HeldBack> reserve) {
        return reserve.stream().min(Comparator.comparingLong(HeldBack::outSinceNanos));
    }

    private long outSinceNanos() {
        return one.engine().ejection().map(out -> out.since().nanos()).orElse(Long.MAX_VALUE);
    }

    /** Why it was left out. */
    Excluded excluded() {
        String reason =
                switch (admission) {
                    case OPEN, WARMING -> "starts slowly and has its share";
                    case EJECTED -> one.engine().ejection().map(Ejection::text).orElse("ejected");
                };
        return new Excluded(one.node(), one.engine(), new Obstacle(Kind.UNFIT, reason));
    }
}
