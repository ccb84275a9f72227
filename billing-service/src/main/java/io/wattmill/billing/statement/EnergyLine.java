// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Where joules went, as far as they are booked.
 *
 * @param startAtUs epoch microseconds
 * @param outputTokens that they made
 * @param tokensPerJoule output tokens per joule of device, host and facility
 * @param predicted device joules of all these requests, as they were predicted at placement
 * @param measuredShare requests whose joules are all booked, of all; the others are only predicted
 * @param quality of the meters, 0 to 1, weighted by joules
 */
public record EnergyLine(
        String object,
        long startAtUs,
        long endAtUs,
        Subject subject,
        long requests,
        long outputTokens,
        Parts parts,
        Quantity device,
        Quantity energy,
        Quantity carbon,
        @Nullable BigDecimal tokensPerJoule,
        @Nullable BigDecimal joulesPerToken,
        @Nullable BigDecimal joulesPerSuccess,
        Quantity predicted,
        @Nullable BigDecimal measuredShare,
        @Nullable BigDecimal quality) {

    /** The first five are the devices' and sum to {@code device}; all sum to {@code energy}. */
    public record Parts(
            Quantity prefill,
            Quantity decode,
            Quantity idleShare,
            Quantity empty,
            Quantity unattributed,
            Quantity host,
            Quantity facility) {

        static Parts of(FinanceSums.Joules joules) {
            return new Parts(
                    Quantity.energy(joules.prefill()),
                    Quantity.energy(joules.decode()),
                    Quantity.energy(joules.idle()),
                    Quantity.energy(joules.empty()),
                    Quantity.energy(joules.unattributed()),
                    Quantity.energy(joules.host()),
                    Quantity.energy(joules.facility()));
        }
    }

    /** A row of a question. */
    public static EnergyLine of(FinanceQuery query, FinancePlace place, FinanceSums sums) {
        Ratios ratios = new Ratios(sums);
        return new EnergyLine(
                "wattmill.energy",
                place.startUs(),
                query.bucket().endUs(place.startUs(), query.toUs()),
                Subject.of(query, place),
                sums.requests().count(),
                sums.tokens().output(),
                Parts.of(sums.joules()),
                Quantity.energy(sums.joules().device()),
                Quantity.energy(sums.joules().all()),
                Quantity.carbon(sums.joules().carbonUg()),
                ratios.tokensPerJoule(),
                ratios.joulesPerToken(),
                ratios.joulesPerSuccess(),
                Quantity.energy(sums.requests().predictedUj()),
                ratios.measuredShare(),
                ratios.quality());
    }
}
