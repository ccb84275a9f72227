// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import io.wattmill.twin.figure.Figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a million tokens cost, and why. At the tokens that are sold, all of the year's money; the
 * steps say which part of it is what: of fixed money only the share that was used, the rest is what
 * idleness costs.
 *
 * @param perMillion in the plan's currency
 * @param steps parts of its value, which they sum to
 */
public record TokenCost(Figure perMillion, List<Step> steps) {
    /** Name of the step that nobody used. */
    public static final String IDLE = "idle";

    private static final double SECONDS_PER_YEAR = 8_760 * 3_600.0;

    /**
     * One part of the price.
     *
     * @param name what it goes to
     * @param perMillion how much of it
     */
    public record Step(String name, double perMillion) {}

    /**
     * Divides a year's money by its tokens.
     *
     * @param year the money
     * @param money factor on it, around 1: its interval is how sure it is
     * @param tokensPerSecond that the site could make, above 0
     * @param utilization share of these that are made, above 0 to 1
     */
    public static TokenCost of(
            CostYear year, Figure money, Figure tokensPerSecond, Figure utilization) {
        Figure tokens = tokensPerSecond.times(utilization).times(SECONDS_PER_YEAR);
        Figure perMillion = money.times(year.total().doubleValue()).per(tokens).times(1e6);
        return new TokenCost(
                perMillion, steps(year, 1e6 / tokens.value() * money.value(), utilization.value()));
    }

    private static List<Step> steps(CostYear year, double perMoney, double utilization) {
        List<Step> steps = new ArrayList<>();
        double idle = 0;
        for (CostPart part : CostPart.values()) {
            double whole = perMoney * money(year.part(part));
            double used = part.fixed() ? whole * utilization : whole;
            idle += whole - used;
            if (used > 0) {
                steps.add(new Step(part.word(), used));
            }
        }
        steps.add(new Step(IDLE, idle));
        return List.copyOf(steps);
    }

    private static double money(BigDecimal amount) {
        return amount.doubleValue();
    }
}
