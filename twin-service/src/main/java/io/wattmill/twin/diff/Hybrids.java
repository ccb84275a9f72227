// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import io.wattmill.twin.diff.Answerer.Answered;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Plan a with some of plan b's parts, each asked for once. A hybrid is named by its bits: bit i set
 * means that part i is b's.
 */
final class Hybrids<P> {
    /** Digits of a metric; shares are of the rounded metrics and so sum exactly. */
    private static final MathContext DIGITS = new MathContext(12);

    private final P a;
    private final P b;
    private final List<PlanPart<P>> parts;
    private final Answerer<P> answering;
    private final Map<Integer, Answered> asked = new HashMap<>();

    Hybrids(P a, P b, List<PlanPart<P>> parts, Answerer<P> answering) {
        this.a = a;
        this.b = b;
        this.parts = parts;
        this.answering = answering;
    }

    int all() {
        return (1 << parts.size()) - 1;
    }

    Answered answer(int bits) {
        return asked.computeIfAbsent(bits, this::ask);
    }

    boolean answers(int bits) {
        return answer(bits) instanceof Answered.Of;
    }

    /** The metric of an answered hybrid, where it has it. */
    Optional<BigDecimal> metric(int bits, String name) {
        return switch (answer(bits)) {
            case Answered.Of(var metrics) ->
                    Optional.ofNullable(metrics.get(name))
                            .map(value -> new BigDecimal(value).round(DIGITS));
            case Answered.Refused _ -> Optional.empty();
        };
    }

    Set<String> metrics(int bits) {
        return switch (answer(bits)) {
            case Answered.Of(var metrics) -> new TreeSet<>(metrics.keySet());
            case Answered.Refused _ -> Set.of();
        };
    }

    List<String> names(int bits) {
        return IntStream.range(0, parts.size())
                .filter(i -> (bits >> i & 1) == 1)
                .mapToObj(i -> parts.get(i).name())
                .toList();
    }

    private Answered ask(int bits) {
        // b itself, not a with all of b's parts: what no part covers must not hide
        if (bits == all()) {
            return answering.answer(b);
        }
        P plan = a;
        for (int i = 0; i < parts.size(); i++) {
            if ((bits >> i & 1) == 1) {
                plan = parts.get(i).exchanged().apply(plan, b);
            }
        }
        return answering.answer(plan);
    }
}
