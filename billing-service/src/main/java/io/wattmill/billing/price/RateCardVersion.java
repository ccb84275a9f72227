// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/**
 * One version of the price book.
 *
 * @param version from 1, growing by one
 * @param validFromUs epoch microseconds; valid until the next one's
 */
public record RateCardVersion(int version, long validFromUs, CardTerms terms) {

    /** The lines that price a request. */
    public Selection select(String model, Situation situation, Tokens tokens) {
        return terms.lines().select(model, situation, tokens.input());
    }

    /** Rates tokens with this card. */
    public Rating rate(String model, Situation situation, Tokens tokens) {
        Selection selection = select(model, situation, tokens);
        return selection
                .charge(tokens)
                .<Rating>map(charge -> new Rating.Rated(this, selection.tier().orElse(""), charge))
                .orElseGet(() -> new Rating.Unpriced(this));
    }
}
