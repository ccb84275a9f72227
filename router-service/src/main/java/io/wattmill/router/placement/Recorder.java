// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.placement.Candidate.Excluded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
            best(eligible, chosen)
                    .forEach(
                            i -> {
                                String note = policy.note(request, eligible, i, chosen);
                                candidates.add(eligible.candidate(i, note));
                            });
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

    /** The chosen one, then the others by what they would have cost. */
    private IntStream best(Candidates eligible, int chosen) {
        IntStream others =
                IntStream.range(0, eligible.size())
                        .filter(i -> i != chosen)
                        .boxed()
                        .sorted(Comparator.comparingDouble(eligible::cost))
                        .mapToInt(Integer::intValue);
        return IntStream.concat(IntStream.of(chosen), others).limit(kept);
    }

    private static long age(Candidates eligible, Moment now) {
        long oldest = 0;
        for (int i = 0; i < eligible.size(); i++) {
            oldest = Math.max(oldest, now.nanos() - eligible.node(i).heard().nanos());
        }
        return oldest;
    }
}
