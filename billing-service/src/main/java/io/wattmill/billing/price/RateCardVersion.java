// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Map;
import java.util.Optional;

/**
 * One version of the price book.
 *
 * @param version from 1, growing by one
 * @param validFromUs epoch microseconds; valid until the next version's
 */
public record RateCardVersion(int version, long validFromUs, CardTerms terms) {

    /** The price of a model: the tier's own, else the model's default. */
    public Optional<PriceKey> find(String model, String tier) {
        PriceKey exact = new PriceKey(model, tier);
        PriceKey fallback = new PriceKey(model, "");
        Map<PriceKey, ModelPrice> prices = terms.prices();
        if (prices.containsKey(exact)) {
            return Optional.of(exact);
        }
        return prices.containsKey(fallback) ? Optional.of(fallback) : Optional.empty();
    }

    /** Rates tokens with this card. */
    public Rating rate(String model, String tier, Tokens tokens) {
        return find(model, tier)
                .<Rating>map(
                        key -> new Rating.Rated(this, key.tier(), Charge.of(tokens, price(key))))
                .orElseGet(() -> new Rating.Unpriced(this));
    }

    /** The price under a key that {@link #find} gave. */
    public ModelPrice price(PriceKey key) {
        return Optional.ofNullable(terms.prices().get(key)).orElseThrow();
    }
}
