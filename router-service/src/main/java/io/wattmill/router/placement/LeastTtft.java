// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.placement.Candidate.Eligible;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The engine that promises the first token soonest. Engines within the tolerance of the best are
 * equals, and chance decides between them: otherwise the first of four idle nodes would take every
 * request.
 */
public final class LeastTtft implements PlacementPolicy {
    private static final long PPM = 1_000_000;

    private final long tiePpm;

    /**
     * @param tiePpm predictions this close, as a share of the best, are equal
     */
    public LeastTtft(long tiePpm) {
        this.tiePpm = tiePpm;
    }

    @Override
    public String mode() {
        return "least-ttft";
    }

    @Override
    public List<Eligible> rank(PlacementRequest request, List<Eligible> eligible, long dice) {
        List<Eligible> ranked = new ArrayList<>(eligible);
        ranked.sort(Comparator.comparingLong(candidate -> candidate.prediction().ttftNanos()));
        long best = ranked.getFirst().prediction().ttftNanos();
        long limit = best + best / PPM * tiePpm;
        int equals = 1;
        while (equals < ranked.size() && ranked.get(equals).prediction().ttftNanos() <= limit) {
            equals++;
        }
        int chosen = (int) Long.remainderUnsigned(dice, equals);
        ranked.addFirst(ranked.remove(chosen));
        return ranked;
    }
}
