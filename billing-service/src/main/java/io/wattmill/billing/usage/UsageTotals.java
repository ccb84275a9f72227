// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.price.Rating;
import io.wattmill.billing.price.Tokens;
import io.wattmill.contract.ledger.v1.Outcome;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a set of usage adds to the running totals by model and by project. */
public final class UsageTotals {

    private UsageTotals() {}

    /** By what a total is kept. */
    public enum Dimension {
        MODEL(1),
        PROJECT(2);

        private final int id;

        Dimension(int id) {
            this.id = id;
        }

        /** The number in the table; never reused. */
        public int id() {
            return id;
        }
    }

    /** Sums of one model or project. */
    public record Total(
            Dimension dimension,
            String name,
            long requests,
            long completed,
            Tokens tokens,
            long chargedNano,
            long wasteTokens,
            long unpriced) {

        Total plus(Total other) {
            return new Total(
                    dimension,
                    name,
                    requests + other.requests,
                    completed + other.completed,
                    sum(tokens, other.tokens),
                    Math.addExact(chargedNano, other.chargedNano),
                    wasteTokens + other.wasteTokens,
                    unpriced + other.unpriced);
        }

        private static Tokens sum(Tokens a, Tokens b) {
            return new Tokens(
                    a.inputUncached() + b.inputUncached(),
                    a.cacheRead() + b.cacheRead(),
                    a.cacheWrite() + b.cacheWrite(),
                    a.output() + b.output(),
                    a.reasoning() + b.reasoning());
        }
    }

    /** Sums in a fixed order, the order in which rows are locked. */
    public static List<Total> of(Collection<RatedUsage> usages) {
        SortedMap<String, Total> totals = new TreeMap<>();
        for (RatedUsage usage : usages) {
            add(totals, total(usage, Dimension.MODEL, usage.event().call().model()));
            add(totals, total(usage, Dimension.PROJECT, usage.event().owner().projectId()));
        }
        return List.copyOf(totals.values());
    }

    private static void add(SortedMap<String, Total> totals, Total total) {
        totals.merge(total.dimension().id() + "|" + total.name(), total, Total::plus);
    }

    private static Total total(RatedUsage usage, Dimension dimension, String name) {
        UsageEvent.Result result = usage.event().result();
        return new Total(
                dimension,
                name,
                1,
                result.outcome() == Outcome.OUTCOME_COMPLETED ? 1 : 0,
                result.tokens(),
                usage.rating().charge().totalNano(),
                result.wasteTokens(),
                usage.rating() instanceof Rating.Unpriced ? 1 : 0);
    }
}
