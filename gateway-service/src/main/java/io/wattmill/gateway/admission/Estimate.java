// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.budget.Measure;

import java.util.OptionalLong;

/**
 * What a request may take at most, as far as it can be told before an engine has seen it.
 *
 * @param promptTokens tokens to read
 * @param outputTokens tokens to make, all choices together
 * @param nano its charge, 1e-9 of the currency; empty while no rate card is known
 * @param currency of the rate card
 * @param energyUj device and host, predicted
 */
public record Estimate(
        long promptTokens, long outputTokens, OptionalLong nano, String currency, long energyUj) {

    /** What suffices for both, each of them a way in which the request may go. */
    Estimate or(Estimate other) {
        boolean unknown = nano.isEmpty() || other.nano.isEmpty();
        return new Estimate(
                Math.max(promptTokens, other.promptTokens),
                Math.max(outputTokens, other.outputTokens),
                unknown
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(nano.getAsLong(), other.nano.getAsLong())),
                currency,
                Math.max(energyUj, other.energyUj));
    }

    /** Tokens read and made. */
    public long tokens() {
        return promptTokens + outputTokens;
    }

    /**
     * How much of a budget that is, in its smallest unit; empty when it cannot be told. A budget in
     * another currency than the card's is not spent from.
     */
    public OptionalLong of(Measure.Spendable measure) {
        return switch (measure) {
            case Measure.Money(String own) ->
                    nano.isEmpty() || own.equals(currency) ? nano : OptionalLong.of(0);
            case Measure.Tokens() -> OptionalLong.of(tokens());
            case Measure.Joules() -> OptionalLong.of(energyUj);
        };
    }
}
