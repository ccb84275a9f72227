// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Map;

/** What a rate card says, without its version: two cards with equal terms are the same book. */
public record CardTerms(
        String currency, Map<PriceKey, ModelPrice> prices, FacilityFactors facility) {

    public CardTerms {
        prices = Map.copyOf(prices);
    }
}
