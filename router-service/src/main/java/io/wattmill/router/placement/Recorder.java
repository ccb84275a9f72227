// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.placement.Candidate.Excluded;

import java.util.ArrayList;
import java.util.List;

/** Writes down why a request went where it went, as much of it as is to be kept. */
final class Recorder {
    private final int kept;

    /**
     * @param kept this many eligible and this many excluded candidates; 0: nobody will ask
     */
    Recorder(int kept) {
        this.kept = kept;
    }

    Decision chosen(
            PlacementPolicy policy,
            PlacementRequest request,
            Candidates eligible,
            int chosen,
            List<Excluded> excluded,
            Fleet fleet,
            Moment now) {
        List<Candidate> candidates = new ArrayList<>();
        if (kept > 0) {
            for (int i : best(eligible, chosen)) {
                candidates.add(
                        eligible.candidate(request, i, policy.note(request, eligible, i, chosen)));
            }
            candidates.addAll(excluded.subList(0, Math.min(kept, excluded.size())));
        }
        return new Decision(
                policy.mode(), age(eligible, now), fleet.nodes().size(), List.copyOf(candidates));
    }

    Decision nobody(PlacementPolicy policy, Fleet fleet, List<Excluded> excluded) {
        List<Candidate> candidates =
                List.copyOf(excluded.subList(0, Math.min(kept, excluded.size())));
        return new Decision(policy.mode(), 0, fleet.nodes().size(), candidates);
    }

    /** The chosen one, then the others by what they would have cost, as many as are kept. */
    private int[] best(Candidates eligible, int chosen) {
        int[] best = new int[Math.min(kept, eligible.size())];
        double[] costs = new double[best.length];
        best[0] = chosen;
        costs[0] = Double.NEGATIVE_INFINITY;
        int filled = 1;
        for (int i = 0; i < eligible.size(); i++) {
            double cost = eligible.cost(i);
            if (i != chosen && (filled < best.length || costs[filled - 1] > cost)) {
                filled = Math.min(best.length, filled + 1);
                insert(best, costs, filled - 1, i, cost);
            }
        }
        return best;
    }

    /** Into its place by cost; what is in the last one falls out. */
    private static void insert(int[] best, double[] costs, int last, int candidate, double cost) {
        int place = last;
        while (place > 0 && costs[place - 1] > cost) {
            best[place] = best[place - 1];
            costs[place] = costs[place - 1];
            place--;
        }
        best[place] = candidate;
        costs[place] = cost;
    }

    private static long age(Candidates eligible, Moment now) {
        long oldest = 0;
        for (int i = 0; i < eligible.size(); i++) {
            oldest = Math.max(oldest, now.nanos() - eligible.node(i).heard().nanos());
        }
        return oldest;
    }
}
