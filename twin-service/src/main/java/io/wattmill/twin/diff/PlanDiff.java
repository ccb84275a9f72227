// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import io.wattmill.twin.diff.Answerer.Answered;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Attributes the differences of two plans' answers. Stateless; safe where the answering is. */
public final class PlanDiff {
    /** Parts that may differ for averaging over all orders: 2^6 = 64 plans are answered then. */
    public static final int MAX_AVERAGED = 6;

    /** Parts that a plan may have. */
    public static final int MAX_PARTS = 20;

    private static final String REST = "anything else";

    private PlanDiff() {}

    /**
     * The differences, each with its parts' shares.
     *
     * @param parts of a plan, at most {@value #MAX_PARTS}, in the order in which they are exchanged
     * @param answering asked for each plan once
     */
    public static <P> Difference of(P a, P b, List<PlanPart<P>> parts, Answerer<P> answering) {
        if (parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException("at most " + MAX_PARTS + " parts");
        }
        var hybrids = new Hybrids<>(a, b, differing(a, b, parts), answering);
        return switch (hybrids.answer(0)) {
            case Answered.Refused(String why) -> new Difference.Unanswered("a", why);
            case Answered.Of _ ->
                    switch (hybrids.answer(hybrids.all())) {
                        case Answered.Refused(String why) -> new Difference.Unanswered("b", why);
                        case Answered.Of _ -> attributed(hybrids);
                    };
        };
    }

    private static <P> List<PlanPart<P>> differing(P a, P b, List<PlanPart<P>> parts) {
        var differing = new ArrayList<PlanPart<P>>();
        P last = a;
        for (var part : parts) {
            if (part.differs(a, b)) {
                differing.add(part);
                last = part.exchanged().apply(last, b);
            }
        }
        if (!last.equals(b)) {
            differing.add(new PlanPart<>(REST, (_, other) -> other));
        }
        return differing;
    }

    private static Difference attributed(Hybrids<?> hybrids) {
        var walk = Walk.through(hybrids);
        List<String> parts = hybrids.names(hybrids.all());
        List<Integer> groups = parts.size() <= MAX_AVERAGED ? Groups.of(hybrids) : List.of();
        var attributions = new ArrayList<Attribution>();
        var unattributed = new ArrayList<String>();
        var metrics = new TreeSet<>(hybrids.metrics(0));
        metrics.addAll(hybrids.metrics(hybrids.all()));
        for (var metric : metrics) {
            attribution(hybrids, walk, groups, metric)
                    .ifPresentOrElse(attributions::add, () -> unattributed.add(metric));
        }
        return new Difference.Attributed(parts, attributions, unattributed);
    }

    private static Optional<Attribution> attribution(
            Hybrids<?> hybrids, Walk walk, List<Integer> groups, String metric) {
        var a = hybrids.metric(0, metric);
        var b = hybrids.metric(hybrids.all(), metric);
        var steps = walk.shares(hybrids, metric);
        if (a.isEmpty() || b.isEmpty() || steps.isEmpty()) {
            return Optional.empty();
        }
        var averaged = averaged(hybrids, groups, metric);
        return Optional.of(new Attribution(metric, a.get(), b.get(), steps.get(), averaged));
    }

    private static List<Share> averaged(Hybrids<?> hybrids, List<Integer> groups, String metric) {
        return groups.isEmpty() ? List.of() : Shapley.of(hybrids, groups, metric).orElse(List.of());
    }
}
