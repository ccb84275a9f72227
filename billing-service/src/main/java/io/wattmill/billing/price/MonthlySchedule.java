// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;

/**
 * What a calendar month's tokens of one model, meter and tier cost in all: it replaces what they
 * were charged one by one, and the difference posts as an adjustment.
 *
 * @param organization whose month; empty for everybody's
 * @param project whose month; empty for every project's own
 * @param tier the tier of the card that the tokens were rated in; empty for the default one
 * @param steps the first begins at 0; ascending. A free tier is a first step at the price 0
 */
public record MonthlySchedule(
        String organization,
        String project,
        String model,
        Meter meter,
        String tier,
        Mode mode,
        List<PriceStep> steps) {

    /** How the steps are read. Numbers are stored and never reused. */
    public enum Mode {
        /** Each token costs what the step says that it falls into. */
        GRADUATED(1),
        /** All tokens cost what the step says that the month has reached. */
        VOLUME(2);

        private final int id;

        Mode(int id) {
            this.id = id;
        }

        public int id() {
            return id;
        }

        public static Mode of(int id) {
            return values()[id - 1];
        }
    }

    public MonthlySchedule {
        tier = Tier.of(tier);
        steps = steps.stream().sorted(Comparator.comparingLong(PriceStep::aboveTokens)).toList();
        long distinct = steps.stream().mapToLong(PriceStep::aboveTokens).distinct().count();
        if (steps.isEmpty() || steps.getFirst().aboveTokens() != 0 || distinct != steps.size()) {
            throw new IllegalArgumentException(
                    "the steps of " + model + " begin at 0, each at another number of tokens");
        }
    }

    /** What a month's tokens cost in nano-units: exact, rounded once, half to even. */
    public long owedNano(long tokens) {
        BigDecimal exact =
                switch (mode) {
                    case GRADUATED -> graduated(tokens);
                    case VOLUME -> reached(tokens).rate().exactNano(tokens);
                };
        return exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /** What is added to, or taken from, what they were charged one by one. */
    public long adjustmentNano(long tokens, long chargedNano) {
        return Math.subtractExact(owedNano(tokens), chargedNano);
    }

    private BigDecimal graduated(long tokens) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < steps.size(); i++) {
            long end = i + 1 < steps.size() ? steps.get(i + 1).aboveTokens() : Long.MAX_VALUE;
            long within = Math.min(tokens, end) - steps.get(i).aboveTokens();
            sum = sum.add(steps.get(i).rate().exactNano(Math.max(0, within)));
        }
        return sum;
    }

    private PriceStep reached(long tokens) {
        return steps.stream()
                .filter(step -> step.aboveTokens() < tokens || step.aboveTokens() == 0)
                .reduce((_, later) -> later)
                .orElseThrow();
    }
}
