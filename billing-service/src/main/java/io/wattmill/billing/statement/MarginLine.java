// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What was charged and what it cost to serve, as far as it is booked.
 *
 * @param startAtUs epoch microseconds
 * @param unpriced requests that had no price: nothing was charged for them
 * @param charged adjustments of monthly schedules included
 * @param margin charged less cost
 * @param marginRatio margin over charged
 * @param energy joules of device, host and facility
 * @param tokensPerJoule output tokens per joule of {@code energy}
 * @param measuredShare requests whose joules, and so cost, are all booked, of all
 */
public record MarginLine(
        String object,
        long startAtUs,
        long endAtUs,
        Subject subject,
        long requests,
        long completed,
        long unpriced,
        Tokens tokens,
        Quantity charged,
        Quantity adjusted,
        Cost cost,
        Quantity margin,
        @Nullable BigDecimal marginRatio,
        Quantity energy,
        @Nullable BigDecimal tokensPerJoule,
        @Nullable BigDecimal joulesPerToken,
        Quantity carbon,
        Outcomes outcomes,
        @Nullable BigDecimal measuredShare) {

    /** {@code input} is uncached + cached + cache write; reasoning is a part of output. */
    public record Tokens(
            long input,
            long inputUncached,
            long inputCached,
            long inputCacheWrite,
            long output,
            long reasoning,
            long waste) {

        static Tokens of(FinanceSums.Tokens sums) {
            return new Tokens(
                    sums.input(),
                    sums.inputUncached(),
                    sums.cacheRead(),
                    sums.cacheWrite(),
                    sums.output(),
                    sums.reasoning(),
                    sums.waste());
        }
    }

    /** GPU time, electricity, and what providers of hosted APIs charge. */
    public record Cost(Quantity gpu, Quantity electricity, Quantity provider, Quantity total) {

        static Cost of(String currency, FinanceSums.Money money) {
            return new Cost(
                    Quantity.money(currency, money.gpu()),
                    Quantity.money(currency, money.electricity()),
                    Quantity.money(currency, money.provider()),
                    Quantity.money(currency, money.cost()));
        }
    }

    /** What owners reported, and what a success takes. */
    public record Outcomes(
            long reported,
            long succeeded,
            Quantity value,
            @Nullable BigDecimal chargedPerSuccess,
            @Nullable BigDecimal costPerSuccess,
            @Nullable BigDecimal joulesPerSuccess) {

        static Outcomes of(String currency, FinanceSums sums, Ratios ratios) {
            return new Outcomes(
                    sums.outcomes().reported(),
                    sums.outcomes().succeeded(),
                    Quantity.money(currency, sums.outcomes().valueNano()),
                    ratios.chargedPerSuccess(),
                    ratios.costPerSuccess(),
                    ratios.joulesPerSuccess());
        }
    }

    /** A row of a question. */
    public static MarginLine of(FinanceQuery query, FinancePlace place, FinanceSums sums) {
        String currency = place.currency();
        Ratios ratios = new Ratios(sums);
        long due = sums.money().due();
        return new MarginLine(
                "wattmill.margin",
                place.startUs(),
                query.bucket().endUs(place.startUs(), query.toUs()),
                Subject.of(query, place),
                sums.requests().count(),
                sums.requests().completed(),
                sums.requests().unpriced(),
                Tokens.of(sums.tokens()),
                Quantity.money(currency, due),
                Quantity.money(currency, sums.money().adjusted()),
                Cost.of(currency, sums.money()),
                Quantity.money(currency, Math.subtractExact(due, sums.money().cost())),
                ratios.margin(),
                Quantity.energy(sums.joules().all()),
                ratios.tokensPerJoule(),
                ratios.joulesPerToken(),
                Quantity.carbon(sums.joules().carbonUg()),
                Outcomes.of(currency, sums, ratios),
                ratios.measuredShare());
    }
}
