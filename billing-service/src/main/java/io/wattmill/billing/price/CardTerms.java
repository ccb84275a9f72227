// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Map;

/** What a rate card says, without its version: two cards with equal terms are the same book. */
public record CardTerms(
        String currency, PriceLines lines, MonthlyTerms monthly, FacilityFactors facility) {

    /** The terms of the simple form. */
    public CardTerms(String currency, Map<PriceKey, ModelPrice> prices, FacilityFactors facility) {
        this(currency, PriceLines.of(prices), MonthlyTerms.NONE, facility);
    }

    /** The same prices at another site. */
    public CardTerms at(FacilityFactors other) {
        return new CardTerms(currency, lines, monthly, other);
    }

    /** Whether another card prices the same way, wherever its site is. */
    public boolean pricesAs(CardTerms other) {
        return at(other.facility).equals(other);
    }
}
