// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Candidate.Prefilling;

import java.util.ArrayList;
import java.util.List;

/**
 * The engines that could compute a request's prompt for another one. One of these serves all
 * decisions of a router. Not thread-safe.
 *
 * <p>Of those that leave time enough for the first token the one with the least joules is taken,
 * where joules are to be saved at all, and of equals the soonest; if none does, the soonest.
 */
final class Prefillers {
    private static final int NOBODY = -1;

    /** A prompt costs the same on two engines of one kind; what differs by less is chance. */
    private static final double SAME = 1.01;

    private final PairRules rules;
    private final Candidates among = new Candidates();

    Prefillers(PairRules rules) {
        this.rules = rules;
    }

    void clear() {
        among.clear();
    }

    boolean isEmpty() {
        return among.size() == 0;
    }

    /** One more, that holds some of the prompt already. */
    void add(PlacementRequest request, Serving one, int depth, Moment now) {
        among.add(request.withOutput(1), one, depth, now);
    }

    /** The index of the best one for an engine of this node; below 0 when there is none. */
    int bestFor(Node node, PlacementRequest request, boolean saves) {
        int best = NOBODY;
        for (int i = 0; i < among.size(); i++) {
            boolean reaches = rules.acrossZones() || zone(among.node(i)).equals(zone(node));
            if (reaches && (best == NOBODY || isBetter(i, best, request, saves))) {
                best = i;
            }
        }
        return best;
    }

    private static String zone(Node node) {
        return node.description().zone();
    }

    private boolean isBetter(int one, int other, PlacementRequest request, boolean saves) {
        boolean soon = among.predictions().ttftP90Nanos(one) <= limit(request, one);
        boolean otherSoon = among.predictions().ttftP90Nanos(other) <= limit(request, other);
        if (saves && soon && otherSoon) {
            double its = among.microjoules(one);
            double others = among.microjoules(other);
            if (!isSame(its, others)) {
                return its < others;
            }
        }
        boolean sooner = among.predictions().ttftNanos(one) < among.predictions().ttftNanos(other);
        return saves && soon != otherSoon ? soon : sooner;
    }

    private long limit(PlacementRequest request, int index) {
        Slo told = request.terms().slo();
        return told.ttftNanos() == Slo.NEVER
                ? rules.ttftNanos()
                : told.reachable(among.unloadedTtftNanos(index)).ttftNanos();
    }

    private static boolean isSame(double one, double other) {
        return one <= other * SAME && other <= one * SAME;
    }

    /** The way from this one, for an engine that has so many of the prompt's tokens cached. */
    PrefillLeg leg(int index, PlacementRequest request, int cachedTokens) {
        long tokens = request.shape().promptTokens() - cachedTokens;
        return new PrefillLeg(
                among.node(index),
                among.engine(index),
                among.prediction(index),
                among.hits(request, index),
                rules.transferNanos(among.engine(index).shape().model(), tokens));
    }

    /** Whether so few tokens are left to compute that they stay where the answer is made. */
    boolean isShort(int uncachedTokens) {
        return uncachedTokens <= rules.aloneTokens();
    }

    /** All of them, where nobody makes tokens from what they compute. */
    List<Excluded> excluded() {
        List<Excluded> all = new ArrayList<>();
        for (int i = 0; i < among.size(); i++) {
            Obstacle alone =
                    new Obstacle(Obstacle.Kind.UNFIT, "computes prompts only, and nobody decodes");
            all.add(new Excluded(among.node(i), among.engine(i), alone));
        }
        return all;
    }

    /** All of them, the one that was taken first; at most so many. */
    List<Candidate> recorded(PlacementRequest request, PrefillLeg taken, int most) {
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < among.size(); i++) {
            boolean chosen = among.engine(i) == taken.engine();
            Prefilling one =
                    new Prefilling(
                            among.node(i),
                            among.engine(i),
                            among.prediction(i),
                            among.hits(request, i),
                            chosen);
            all.add(chosen ? 0 : all.size(), one);
        }
        return all.subList(0, Math.min(most, all.size()));
    }
}
